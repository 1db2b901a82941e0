# routeproof: every target sets itself up; a machine needs Python >= 3.11 and make.

PYTHON ?= python3
JOBS ?= 2
# Of `make fuzz`: where the long comparisons start, and how far they go.
SEED ?= 1
PAIRS ?= 1000000

VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.ready
# Generated files that are committed: `make generated` writes them again and accepts no difference.
GENERATED := schema matrix reports docs

# A virtual environment is tied to its folder and its interpreter: rebuild it when either has changed.
export IDENTITY := $(CURDIR) $(PYTHON)
ifneq ($(shell { cat $(STAMP) && $(BIN)/python -c ''; } 2>/dev/null),$(IDENTITY))
.PHONY: $(STAMP)
endif

# The official schemas of report formats are npm packages; without npm the tests that need them are skipped.
OFFICIAL := tests/schemas/node_modules/.ready

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help check test lint types budgets format mutate mutate-code generated bench fuzz clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-10s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

check: $(STAMP) ## judge the registry of this workspace
	@$(BIN)/routeproof check

test: $(STAMP) $(OFFICIAL) ## run every test, with branch coverage gated at 95 %
	@$(BIN)/pytest -n $(JOBS) --cov

lint: types ## check format, style, types and the layers of the architecture
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports --no-logo --no-cache

types: $(STAMP) ## check types with mypy --strict
	@$(BIN)/mypy --strict

budgets: $(STAMP) ## show how long, how crowded and how ambiguous the code is; the tests hold the limits
	@$(BIN)/python tests/support/budgets.py

format: $(STAMP) ## rewrite the code in the project's format
	@$(BIN)/ruff check --fix-only --quiet .
	@$(BIN)/ruff format .

mutate: $(STAMP) ## edit the registry and its guards in every plausible way: every edit must be noticed
	@$(BIN)/routeproof mutate --jobs $(JOBS)

mutate-code: $(STAMP) ## mutate the pure core under its own tests (minutes); docs/mutating-the-core.md has the score
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --editable '.[mutation]'
	@rm -rf mutants
	@$(BIN)/mutmut run --max-children $(JOBS)
	@$(BIN)/mutmut results

generated: $(STAMP) ## write the committed outputs again; fail if they differ from what is committed
	@$(BIN)/routeproof schema --write
	@$(BIN)/routeproof matrix --write
	@$(BIN)/routeproof drift --write
	@$(BIN)/routeproof prove --write >/dev/null
	@$(BIN)/routeproof mutate --write --jobs $(JOBS) >/dev/null
	@PYTHONPATH=tests $(BIN)/python docs/build_checks.py
	@$(BIN)/python docs/build_reference.py
	@git diff --exit-code -- $(GENERATED)
	@new=$$(git ls-files --others --exclude-standard -- $(GENERATED)); \
	  test -z "$$new" || { echo "generated but not committed: $$new" >&2; exit 1; }

bench: $(STAMP) ## measure speed: a cold `routeproof check`, the proofs, synthetic registries; JSON in reports/ci
	@$(BIN)/python -m timeit -n 1 -r 10 -s 'import subprocess' \
	  'subprocess.run(["$(BIN)/routeproof", "check"], stdout=subprocess.DEVNULL, check=True)'
	@mkdir -p reports/ci
	@$(BIN)/pytest -o addopts= -o python_files='bench_*.py' tests/bench --benchmark-columns=min,median,rounds \
	  --benchmark-json=reports/ci/bench.json

fuzz: $(STAMP) ## many more examples, newly drawn, and long comparisons of the engines; SEED=n, PAIRS=n
	@$(BIN)/python tests/differential/fuzz_engines.py --pairs $(PAIRS) --seed $(SEED)
	@$(BIN)/python tests/differential/fuzz_prove.py --cases 20000 --seed $(SEED)
	@$(BIN)/pytest -n $(JOBS) --hypothesis-profile=fuzz tests/properties tests/differential

clean: ## remove the environment and everything that tools have left behind
	rm -rf $(VENV) build dist htmlcov mutants reports/ci .coverage .coverage.* .hypothesis
	rm -rf .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Built from scratch each time, so that neither a half-made environment nor a dropped dependency lives on.
$(STAMP): pyproject.toml
	@command -v "$(PYTHON)" >/dev/null || { \
	  echo "routeproof needs Python 3.11 or newer: \`$(PYTHON)\` is not found; name one: make PYTHON=python3.11" >&2; \
	  exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "routeproof needs Python 3.11 or newer: \`$(PYTHON)\` is $$("$(PYTHON)" -V 2>&1); name another: make PYTHON=python3.11" >&2; \
	  exit 1; }
	@echo "setting up $(VENV)" >&2
	@rm -rf $(VENV)
	@"$(PYTHON)" -m venv $(VENV)
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --editable '.[dev]'
	@printf '%s\n' "$$IDENTITY" >$@

$(OFFICIAL): tests/schemas/package-lock.json
	@if command -v npm >/dev/null; then \
	  npm ci --prefix tests/schemas --ignore-scripts --no-audit --no-fund --silent; touch $@; \
	else echo "npm is not found: tests against the official schemas are skipped" >&2; fi
