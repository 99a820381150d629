# Nothing but python3 (3.11 or later) and make need be there; every target makes .venv by itself.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
MAILBOT := $(BIN)/mailbot

.PHONY: demo test check bench fuzz faults clean format

$(VENV)/.base: pyproject.toml constraints.txt
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[demo]'
	touch $@

$(VENV)/.dev: $(VENV)/.base
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -c constraints.txt -e '.[dev]'
	touch $@

demo: $(VENV)/.base
	$(MAILBOT) demo

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n 2 --dist loadgroup

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
	MAILBOT_FAULTS=full $(BIN)/python -m pytest -n 2 tests/faults

clean:
	rm -rf $(VENV) build dist *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
