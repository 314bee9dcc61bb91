#!/usr/bin/env bash
# Pins every dependency with its hashes, and no host: run it after a change to pyproject.toml.
# Needs uv (pip install uv).
set -euo pipefail
cd "$(dirname "$0")/.."

pin() { # pin NAME [more arguments for uv]
    uv pip compile pyproject.toml "${@:2}" --universal --generate-hashes --no-header --no-annotate \
        --python-version 3.11 --quiet --output-file "requirements/$1.txt"
}

pin dev --group dev --group spark
pin run --group build --constraint requirements/dev.txt
uv pip compile --group docs --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
    --quiet --output-file requirements/docs.txt # the site alone, without the package
pin readers --group readers --constraint requirements/dev.txt
uv pip compile requirements/dolma.in --universal --generate-hashes --no-header --no-annotate --python-version 3.11 \
    --quiet --output-file requirements/dolma.txt # of its own: it needs numpy 1
! grep -n '://' requirements/*.txt
