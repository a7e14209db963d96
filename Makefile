# make demo    build the example timeline and serve it     (PORT=8001, DIR=demo)
# make test    run the tests
# make test-browser run the tests that look at the pages in Chromium
# make test-long run the tests that attack the log, hundreds of times, and the laws with many examples; it takes long
# make schemas write schemas/ anew from the models
# make docs    write the pages of docs/ that are made from the models anew, and the fingerprint of the tables
# make freeze  keep a stored example and the schema's digest of each type that has none in tests/frozen/
# make mutants  damage the files of a log in some thousand ways (MUTANTS=4000), and see that it is always told
# make bench   measure against others and write benchmarks/RESULTS.md (ROUNDS=5)
# make bench-long see what an event costs in a log of up to a million; it takes long (SIZES="10000 100000 1000000")
# make bench-web measure pages beside plain Datasette's and write benchmarks/PAGES.md (EVENTS=160000)
# make lint    ruff, and that the code is formatted
# make types   mypy --strict
# Everything lives in .venv, set up by the first command that needs it. PYTHON= names another Python.

PORT ?= 8001
DIR ?= demo
MUTANTS ?= 4000
ROUNDS ?= 5
EVENTS ?= 160000
SIZES ?= 10000 100000 1000000
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Where there are 4 GB of memory for files, tests have theirs there: each append waits for a disk, and they make thousands.
MEMORY := $(shell df -Pm /dev/shm 2>/dev/null | awk 'NR == 2 && $$4 >= 4000 {print "/dev/shm"}')

.PHONY: demo test test-browser test-long schemas docs freeze mutants bench bench-long bench-web lint types

demo: $(VENV)/ready
	$(BIN)/timeline demo "$(DIR)"
	$(BIN)/timeline --dir "$(DIR)" serve --port "$(PORT)"

# What is compiled is kept, or each of the many processes that tests start would compile all of it again.
test test-browser test-long: export PYTHONDONTWRITEBYTECODE =
test test-browser test-long: export TMPDIR := $(or $(MEMORY),$(TMPDIR),/tmp)
test: $(VENV)/ready-test
	$(BIN)/python -m pytest -q -n auto -m "not browser"

test-browser: $(VENV)/ready-test
	$(BIN)/python -m pytest -q -n auto -m browser

test-long: $(VENV)/ready-test
	TIMELINE_TEST_LONG=1 $(BIN)/python -m pytest -q -rP tests/attack
	TIMELINE_TEST_LONG=1 $(BIN)/python -m pytest -q -n auto -m hypothesis

schemas: $(VENV)/ready
	$(BIN)/python -m timeline.sheets.schemas

docs: $(VENV)/ready
	$(BIN)/python docs/generate.py

freeze: $(VENV)/ready-test
	$(BIN)/python -m tests.freeze

mutants: $(VENV)/ready-test
	TIMELINE_MUTANTS=$(MUTANTS) $(BIN)/python -m pytest -q tests/log/test_mutants.py

bench: $(VENV)/ready-bench
	$(BIN)/python -m benchmarks.report "$(ROUNDS)"

bench-long: $(VENV)/ready
	$(BIN)/python -m benchmarks.growth $(SIZES)

bench-web: $(VENV)/ready
	$(BIN)/python -m benchmarks.pages "$(EVENTS)"

lint: $(VENV)/ready-dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/ready-dev
	$(BIN)/mypy

# The stamps: each is written only when its installation went through, and is old when pyproject.toml has changed.
$(VENV)/ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or newer is needed, and $(PYTHON) is not that. Name one: make PYTHON=python3.12 $(MAKECMDGOALS)" >&2; \
	  exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || { \
	  echo "$(PYTHON) cannot make virtual environments. On Debian and Ubuntu: apt install python3-venv" >&2; \
	  exit 1; }
	@echo "Setting up $(VENV), once; it takes a minute."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/ready-%: $(VENV)/ready
	@echo "Adding to $(VENV) what '$*' needs, once."
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[$*]'
	@touch $@
