# Nothing but python3 (3.11 or later) and make need be there; every target makes .venv by itself.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MAILBOT := $(BIN)/mailbot
# What builds the package is pinned like everything else, so it is installed first and not fetched apart.
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt

.PHONY: demo test check bench fuzz faults bundle clean format

$(VENV)/.base: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "mailbot needs Python 3.11 or later: make PYTHON=python3.11 ...")'
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	$(INSTALL) hatchling
	$(INSTALL) --no-build-isolation -e '.[demo]'
	@touch $@

$(VENV)/.dev: $(VENV)/.base
	$(INSTALL) --no-build-isolation -e '.[dev]'
	@touch $@

demo: $(VENV)/.base
	$(MAILBOT) demo

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2 --dist loadgroup -rs

check: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python tests/tree.py
	$(MAILBOT) rules check

format: $(VENV)/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: $(VENV)/.dev
	$(BIN)/python -m bench $(BENCH_ARGS)

fuzz: $(VENV)/.dev
	MAILBOT_FUZZ=2000 $(BIN)/python -m pytest -n 2 tests/fuzz tests/forms/test_mutations.py

faults: $(VENV)/.dev
	MAILBOT_FAULTS=full $(BIN)/python -m pytest -n 2 -o junit_family=xunit1 --junitxml=build/faults.xml tests/faults tests/security tests/jobs
	$(BIN)/python -m tests.docs.faults_table build/faults.xml
	$(BIN)/python -m tests.faults.soak

# For machines without a network; TARGETS="linux-x86_64 linux-aarch64 win-amd64", all by default.
bundle: $(VENV)/.base
	$(BIN)/python deploy/bundle.py $(TARGETS)

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
