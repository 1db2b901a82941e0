# routeproof: every target sets itself up; a machine needs Python >= 3.11 and make.

PYTHON ?= python3
JOBS ?= 2
# Of `make fuzz`: where the long comparisons start, and how far they go.
SEED ?= 1
PAIRS ?= 1000000

VENV := .venv
# What the environment holds, by version and hash; empty: the newest of everything that `pyproject.toml` admits.
LOCK := requirements/dev.lock
UV := uv==0.13.9
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check
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
.PHONY: help check test test-slow test-lowest test-newest coverage new-check goldens pages lint types budgets format
.PHONY: mutate mutate-code generated lock bench fuzz clean

help: ## list the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-12s %s\n", $$1, $$2}' $(firstword $(MAKEFILE_LIST))

check: $(STAMP) ## judge the registry of this workspace
	@$(BIN)/routeproof check

# Bytecode is kept, whatever the surroundings say: tests start the command again and again.
test test-slow coverage goldens: export PYTHONDONTWRITEBYTECODE =

test: $(STAMP) $(OFFICIAL) ## run the tests but for those that only draw more examples
	@$(BIN)/pytest -n $(JOBS) --dist worksteal -m 'not slow'

test-slow: $(STAMP) ## run the tests that `make test` leaves out
	@$(BIN)/pytest -n $(JOBS) --dist worksteal -m slow

coverage: $(STAMP) $(OFFICIAL) ## run every test, with branch coverage gated at 95 %
	@$(BIN)/pytest -n $(JOBS) --dist worksteal --cov

new-check: $(STAMP) ## start a check: ID=some-thing-holds FAMILY=arms
	@$(BIN)/python docs/new_check.py -- '$(ID)' '$(FAMILY)'

goldens: $(STAMP) ## accept what the commands say now: the golden files of the tests, and the runs in pages
	@UPDATE_GOLDEN=1 $(BIN)/pytest -q -m golden tests/cli

pages: $(STAMP) ## write the pages of docs/ that are made from the code, the cases and the mistakes
	@PYTHONPATH=tests $(BIN)/python docs/build_checks.py
	@$(BIN)/python docs/build_reference.py
	@$(BIN)/python docs/build_history.py
	@PYTHONPATH=tests $(BIN)/python docs/build_mistakes.py

test-lowest: ## run every test with the lowest versions that `pyproject.toml` admits, in an environment of its own
	@$(MAKE) --no-print-directory test test-slow VENV=.venv-lowest LOCK=requirements/lowest.lock

test-newest: ## run every test with the newest versions that `pyproject.toml` admits, in an environment of its own
	@rm -rf .venv-newest
	@$(MAKE) --no-print-directory test test-slow VENV=.venv-newest LOCK=

lint: types ## check format, style, types and the layers of the architecture
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports --no-logo --no-cache
	@$(BIN)/python docs/lint_workflows.py

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
	@$(PIP) install -qq --require-hashes --only-binary :all: -r requirements/mutation.lock
	@rm -rf mutants
	@$(BIN)/mutmut run --max-children $(JOBS)
	@$(BIN)/mutmut results

generated: $(STAMP) ## write the committed outputs again; fail if they differ from what is committed
	@$(BIN)/routeproof schema --write
	@$(BIN)/routeproof commands --click routeproof.cli:cli --write matrix/commands.json >/dev/null
	@$(BIN)/routeproof matrix --write
	@$(BIN)/routeproof drift --write
	@$(BIN)/routeproof prove --write >/dev/null
	@$(BIN)/routeproof mutate --write --jobs $(JOBS) >/dev/null
	@$(MAKE) --no-print-directory pages
	@git diff --exit-code -- $(GENERATED)
	@new=$$(git ls-files --others --exclude-standard -- $(GENERATED)); \
	  test -z "$$new" || { echo "generated but not committed: $$new" >&2; exit 1; }

# One resolution for every Python and system; the lowest versions are those of what `pyproject.toml` itself names.
COMPILE := .venv-lock/bin/uv pip compile --quiet --upgrade --universal --python-version 3.11 --no-build \
  --generate-hashes --no-strip-extras --custom-compile-command 'make lock' pyproject.toml

lock: ## resolve requirements/*.lock anew: newest versions, lowest versions, and what `make mutate-code` adds
	@"$(PYTHON)" -m venv --clear .venv-lock
	@.venv-lock/bin/python -m pip install -qq --disable-pip-version-check --only-binary :all: $(UV)
	@$(COMPILE) --extra dev -o requirements/dev.lock
	@$(COMPILE) --extra mutation -c requirements/dev.lock -o requirements/mutation.lock
	@$(COMPILE) --extra dev --resolution lowest-direct -o requirements/lowest.lock
	@rm -rf .venv-lock

bench: $(STAMP) ## measure speed: a cold `routeproof check`, the proofs, synthetic registries; JSON in reports/ci
	@$(BIN)/python -m timeit -n 1 -r 10 -s 'import subprocess' \
	  'subprocess.run(["$(BIN)/routeproof", "check"], stdout=subprocess.DEVNULL, check=True)'
	@mkdir -p reports/ci
	@$(BIN)/pytest -o addopts= -o python_files='bench_*.py' tests/bench --benchmark-columns=min,median,rounds \
	  --benchmark-json=reports/ci/bench.json
	@PYTHONPATH=tests $(BIN)/python tests/bench/bench_store.py

fuzz: $(STAMP) ## many more examples, newly drawn, and long comparisons of the engines; SEED=n, PAIRS=n
	@$(BIN)/python tests/differential/fuzz_engines.py --pairs $(PAIRS) --seed $(SEED)
	@$(BIN)/python tests/differential/fuzz_prove.py --cases 20000 --seed $(SEED)
	@$(BIN)/python tests/differential/fuzz_dispatch.py --jobs $(JOBS)
	@$(BIN)/python tests/service/fuzz_stale_resolves.py
	@$(BIN)/pytest -n $(JOBS) --hypothesis-profile=fuzz tests/properties tests/differential tests/service/test_store_machine.py

clean: ## remove the environment and everything that tools have left behind
	rm -rf .venv .venv-lowest .venv-newest .venv-lock build dist htmlcov mutants reports/ci .coverage .coverage.* .hypothesis
	rm -rf .mypy_cache .pytest_cache .ruff_cache .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Built from scratch each time, so that neither a half-made environment nor a dropped dependency lives on. From the
# lock nothing is taken that it does not name, and nothing is built: a build would fetch what no lock holds.
$(STAMP): pyproject.toml $(LOCK)
	@command -v "$(PYTHON)" >/dev/null || { \
	  echo "routeproof needs Python 3.11 or newer: \`$(PYTHON)\` is not found; name one: make PYTHON=python3.11" >&2; \
	  exit 1; }
	@"$(PYTHON)" -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "routeproof needs Python 3.11 or newer: \`$(PYTHON)\` is $$("$(PYTHON)" -V 2>&1); name another: make PYTHON=python3.11" >&2; \
	  exit 1; }
	@echo "setting up $(VENV)" >&2
	@rm -rf $(VENV)
	@"$(PYTHON)" -m venv $(VENV)
ifeq ($(LOCK),)
	@$(PIP) install -qq --upgrade --editable '.[dev]'
else
	@$(PIP) install -qq --require-hashes --only-binary :all: -r $(LOCK)
	@$(PIP) install -qq --no-deps --no-build-isolation --editable .
	@missing=$$($(PIP) check) || { \
	  echo "$(LOCK) does not hold what pyproject.toml asks for; renew it with \`make lock\`: $$missing" >&2; exit 1; }
endif
	@# Where Python may not write bytecode, every start would compile the source again.
	@$(BIN)/python -m compileall -qq src
	@printf '%s\n' "$$IDENTITY" >$@

$(OFFICIAL): tests/schemas/package-lock.json
	@if command -v npm >/dev/null; then \
	  npm ci --prefix tests/schemas --ignore-scripts --no-audit --no-fund --silent; touch $@; \
	else echo "npm is not found: tests against the official schemas are skipped" >&2; fi
