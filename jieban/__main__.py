"""The command ``jieban``, as ``python -m jieban``, too.

It is not ``pipeline.cli`` that is called at once: a team may have a ``pipeline.py`` of its own before ours.
"""

from __future__ import annotations

import sys

from jieban import beside

beside.take_ours()  # at import, so that processes which are spawned do so, too


def main() -> int:
    """Run the command; the exit code is returned."""
    from pipeline.cli import main as run

    return run()


if __name__ == "__main__":
    sys.exit(main())
