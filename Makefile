# Two commands do everything: `make run` cleans the seeds, `make test` tests. Both set up one .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INPUT ?= seeds
OUTPUT ?= output
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet install

.PHONY: run test fit dist site lock clean

run: $(VENV)/.run
	$(BIN)/jieban run $(INPUT) --output $(OUTPUT)

test: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/pytest --numprocesses 2

# The weights of roles, and how they do on pages and kinds left out. The texts stay where they are.
SHARED ?= ../shared
GOLD ?= $(addprefix $(SHARED)/real/,daily rmrb_front rmrb1998 ocr_blocks ocr_lines jingbao_lines) tests/gold
fit: $(VENV)/.run
	OPENBLAS_NUM_THREADS=1 $(BIN)/jieban fit $(GOLD) --articles $(SHARED)/articles/articles.jsonl --output pipeline/page/learned/roles.npz

# The wheel and the source distribution, in dist/.
dist: $(VENV)/.run
	rm -rf dist
	$(BIN)/python -m hatchling build

# The site of docs/, in site/: a dead link is an error.
site: .venv-docs/.ready
	NO_MKDOCS_2_WARNING=1 .venv-docs/bin/mkdocs build --strict --quiet

lock:
	requirements/compile.sh

clean:
	rm -rf $(VENV) .venv-docs .venv-dolma dist site .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/.run: $(VENV)/bin/python requirements/run.txt pyproject.toml
	$(PIP) --require-hashes --requirement requirements/run.txt
	$(PIP) --no-build-isolation --no-deps --editable .
	touch $@

$(VENV)/.readers: $(VENV)/.test requirements/readers.txt
	$(PIP) --require-hashes --requirement requirements/readers.txt
	touch $@

.venv-docs/.ready: requirements/docs.txt
	$(PYTHON) -m venv .venv-docs
	.venv-docs/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --requirement requirements/docs.txt
	touch $@

.venv-dolma/.ready: requirements/dolma.txt
	$(PYTHON) -m venv .venv-dolma
	.venv-dolma/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes --requirement requirements/dolma.txt
	touch $@

$(VENV)/.test: $(VENV)/.run requirements/dev.txt
	$(PIP) --require-hashes --requirement requirements/dev.txt
	touch $@
