"""Check the container's files where no docker is at hand.

    python tools/check_container.py [--install]

Reads ``Dockerfile`` and ``compose.yaml`` as a linter does; with ``--install`` runs the steps of the build in a
virtual environment of its own, and the container's default command on the seeds.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

import yaml

ROOT = Path(__file__).resolve().parent.parent


def steps(text: str) -> list[tuple[str, str]]:
    """The instructions of a Dockerfile with their arguments, lines that go on joined."""
    lines = re.sub(r"\\\n\s*", "", re.sub(r"(?m)^#.*\n", "", text)).splitlines()
    return [(name, rest) for name, _, rest in (line.partition(" ") for line in lines if line)]


def problems(dockerfile: str, compose: str) -> list[str]:
    """What a linter would say."""
    found = []
    rows = steps(dockerfile)
    names = [name for name, _ in rows]
    if "USER" not in names or dict(rows)["USER"] == "root":
        found.append("Dockerfile: the container runs as root")
    found += [
        f"Dockerfile: {rest} names no version" for name, rest in rows if name == "FROM" and ":" not in rest
    ]
    for name, rest in rows:
        if name == "COPY" and not rest.startswith("--"):
            found += [
                f"Dockerfile: {path} is not there" for path in rest.split()[:-1] if not (ROOT / path).exists()
            ]
        if name == "RUN" and "pip install" in rest and "--no-cache-dir" not in rest:
            found.append("Dockerfile: pip leaves its cache in the image")
        if name in ("ENTRYPOINT", "CMD"):
            json.loads(rest)  # else a shell stands between, which takes the signals
    services = yaml.safe_load(compose)["services"]
    for name, service in services.items():
        found += [
            f"compose.yaml: {name} waits for {other}, which is not there"
            for other in service.get("depends_on", {})
            if other not in services
        ]
        found += [
            f"compose.yaml: {name} may write to the pages"
            for volume in service.get("volumes", [])
            if ":/pages" in volume and not volume.endswith(":ro")
        ]
        found += [
            f"compose.yaml: {port} is open to the network"
            for port in service.get("ports", [])
            if "127" not in port
        ]
    return found


def install(rows: list[tuple[str, str]]) -> None:
    """Run the steps of the build outside a container, and the default command on the seeds."""
    with tempfile.TemporaryDirectory() as folder:
        home = f"{folder}/jieban"
        for name, rest in rows[: [name for name, _ in rows].index("FROM", 1)]:
            if name == "RUN":
                command = rest.replace("/opt/jieban", home).replace(
                    "python -m venv", f"{sys.executable} -m venv"
                )
                subprocess.run(command, shell=True, check=True, cwd=ROOT)
        command = json.loads(dict(rows)["ENTRYPOINT"]) + json.loads(dict(rows)["CMD"])
        at = {"/pages": str(ROOT / "seeds"), "/output": f"{folder}/output", "jieban": f"{home}/bin/jieban"}
        subprocess.run([at.get(word, word) for word in command], check=True, cwd=folder)


def main() -> int:
    """Print what is wrong; the exit code is 1 where anything is."""
    dockerfile = (ROOT / "Dockerfile").read_text(encoding="utf-8")
    found = problems(dockerfile, (ROOT / "compose.yaml").read_text(encoding="utf-8"))
    print("\n".join(found) or "Dockerfile and compose.yaml are in order")  # noqa: T201
    if not found and "--install" in sys.argv[1:]:
        install(steps(dockerfile))
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
