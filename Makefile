# All that a developer types. Needs make and Python 3.11 or newer; uses uv where it is installed.

PYTHON ?= $(shell for python in python3.11 python3 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
UV := $(shell command -v uv 2>/dev/null)
BIN := .venv/bin
INSTALLED := .venv/installed

.DEFAULT_GOAL := help
.PHONY: help scan test check format lint types rules docs smoke bench fuzz goldens model lock clean

help: ## Show this list
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 10

scan: $(INSTALLED) ## Install, then label two sample documents
	$(BIN)/labeler scan samples/key-points.en.txt samples/ai-teasers.ja.txt --format text

test: $(INSTALLED) ## Install, then run the tests in parallel
	$(BIN)/python -m pytest -n auto --dist loadgroup

check: lint types rules docs test smoke ## Everything that CI checks

format: $(INSTALLED) ## Format the code and mend what ruff can mend
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: $(INSTALLED)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: $(INSTALLED)
	$(BIN)/mypy

rules: $(INSTALLED) ## Run every rule's examples and look for doubtful patterns
	$(BIN)/labeler rules test
	$(BIN)/labeler rules lint

docs: $(INSTALLED) ## Build the documentation site into build/site, without a warning
	NO_MKDOCS_2_WARNING=1 $(BIN)/mkdocs build --strict --quiet

smoke: $(INSTALLED)
	$(BIN)/python -m benchmarks.startup --smoke
	$(BIN)/python -m benchmarks.throughput --smoke
	$(BIN)/python -m benchmarks.pages --smoke
	$(BIN)/python -m benchmarks.authorship --smoke
	$(BIN)/python -m benchmarks.extraction --smoke
	$(BIN)/python -m benchmarks.corrections --smoke
	$(BIN)/python -m benchmarks.review_page --smoke
	$(BIN)/python -m benchmarks.rules --smoke
	$(BIN)/python -m benchmarks.many_files --smoke
	$(BIN)/python -m benchmarks.corpus --smoke

bench: $(INSTALLED) ## Measure start-up and throughput on this machine
	$(BIN)/python -m benchmarks.startup
	$(BIN)/python -m benchmarks.throughput
	$(BIN)/python -m benchmarks.rules
	$(BIN)/python -m benchmarks.many_files

SECONDS := 60

fuzz: $(INSTALLED) ## Fuzz each target for SECONDS seconds (Linux; installs atheris)
	$(BIN)/python -c 'import atheris' 2>/dev/null || uv pip install --quiet --python $(BIN)/python atheris \
	  || $(BIN)/python -m pip install --quiet atheris
	for target in documents settings rules reports provenance; do \
	  $(BIN)/python -m fuzz $$target $(SECONDS) || exit 1; done

goldens: $(INSTALLED) ## Write samples/expected and docsite's pages anew; review the difference before you commit it
	$(BIN)/python -m tests.samples.regenerate
	$(BIN)/python -m docsite

SHARED := ../shared/data
PAGES := fundus readability postlight newspaper zh-cwced htmltotext wcxb-dev dragnet daniel

model: $(INSTALLED) ## Train the shipped model anew (needs the research data in ../shared; ten minutes)
	OPENBLAS_NUM_THREADS=1 $(BIN)/labeler train $(PAGES:%=--pages $(SHARED)/pages/%.jsonl.gz) \
	  $(patsubst %,--texts %,$(wildcard $(SHARED)/ai/*.jsonl.gz)) \
	  --human $(SHARED)/multilingual/human.jsonl.gz --furniture $(SHARED)/chrome/chrome_i18n.jsonl.gz \
	  --captions $(SHARED)/multilingual/captions.jsonl.gz --recipe models/recipe.yaml --output models

lock: ## Write requirements-dev.lock anew from pyproject.toml's ranges
	rm -rf build/lock
	$(PYTHON) -m venv build/lock
	build/lock/bin/python -m pip install --quiet --upgrade pip
	build/lock/bin/python -m pip install --quiet --group dev --group docs '.[train]'
	{ echo '# The versions developers and CI use, written by `make lock`. Do not edit.'; \
	  build/lock/bin/python -m pip freeze --exclude labeler; } > requirements-dev.lock
	rm -rf build/lock

clean: ## Remove the environment and everything built
	rm -rf .venv build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

ifeq ($(UV),)
$(INSTALLED): pyproject.toml requirements-dev.lock
	@test -n '$(PYTHON)' || { echo 'make: no Python 3.11 or newer found; name one with PYTHON=...' >&2; exit 1; }
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --requirement requirements-dev.lock --editable .
	$(BIN)/python -m compileall -q labeler
	touch $@
else
$(INSTALLED): pyproject.toml requirements-dev.lock
	test -x $(BIN)/python || uv venv --quiet --python '>=3.11' .venv
	uv pip install --quiet --python $(BIN)/python --requirement requirements-dev.lock --editable .
	$(BIN)/python -m compileall -q labeler
	touch $@
endif
