"""What digests cost: ``python -m benchmarks.digests [--pages 200] [PAGES]``.

Cleans pages with one worker, twice: the first run makes everything, the second finds all done. Printed are the
processor time of each, what of it went into SHA-256 (of inputs, parts and files of the output), and the share: of the
first run it is to be 3 % at most.
"""

from __future__ import annotations

import argparse
import hashlib
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

SEEDS = Path(__file__).parents[1] / "seeds"
_spent = 0.0


def _timed(function: Callable[..., Any]) -> Callable[..., Any]:
    """A function whose processor time is counted."""

    def timed(*args: Any, **more: Any) -> Any:
        global _spent
        start = time.process_time()
        try:
            return function(*args, **more)
        finally:
            _spent += time.process_time() - start

    return timed


class _Sha256:
    """SHA-256, whose processor time is counted."""

    def __init__(self, data: bytes = b"") -> None:
        self._hash = _plain()
        self.update(data)

    def update(self, data: bytes) -> None:
        """Read on."""
        _update(self._hash, data)

    def digest(self) -> bytes:
        """The digest, as bytes."""
        return self._hash.digest()

    def hexdigest(self) -> str:
        """The digest."""
        return str(self._hash.hexdigest())


_plain = hashlib.sha256
_update = _timed(lambda found, data: found.update(data))


def main() -> None:
    """Measure, and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", nargs="?", type=Path, default=SEEDS, metavar="PAGES")
    parser.add_argument("--pages", type=int, default=200)
    options = parser.parse_args()
    hashlib.file_digest = _timed(hashlib.file_digest)  # type: ignore[assignment]
    hashlib.sha256 = _Sha256  # type: ignore[assignment]
    from pipeline import cli

    files = sorted(path for path in options.folder.rglob("*") if path.is_file())
    with tempfile.TemporaryDirectory() as name:
        source, output = Path(name, "in"), Path(name, "out")
        source.mkdir()
        for n in range(options.pages):
            shutil.copy(files[n % len(files)], source / f"{n:05}{files[n % len(files)].suffix}")
        for run in ("first run", "second run"):
            start, before = time.process_time(), _spent
            cli.main(["run", str(source), "--output", str(output), "--workers", "1", "--quiet"])
            whole, digests = time.process_time() - start, _spent - before
            print(f"{run}: {whole:.2f} s, digests {digests:.3f} s, {digests / whole:.2%}")


if __name__ == "__main__":
    main()
