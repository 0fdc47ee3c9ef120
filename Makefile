# Few verbs. `make run` and `make test` are the two commands of the README.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DEMO := var/demo
CATALOGUES := $(wildcard havenline/locale/*/LC_MESSAGES/*.po)
# What keeps no rows anywhere: the same on every database, so tried once.
WITHOUT_ROWS := tests/clauses tests/house tests/unit/config tests/unit/offenses tests/unit/paper tests/unit/policy
COMPILED := $(CATALOGUES:.po=.mo)

.PHONY: run test check docs format languages lock clean

run: $(VENV)/run.done languages  ## a demo office on this machine
	@test -f $(DEMO)/office.toml || $(BIN)/havenline office init --demo --data $(DEMO)
	@$(BIN)/havenline office run --data $(DEMO)

test: $(VENV)/test.done languages  ## everything, on SQLite and then on a PostgreSQL of the tests' own
	@tests/machine
	$(BIN)/pytest -n 2 --dist loadgroup
	$(BIN)/python -m tests.postgres $(BIN)/pytest -n 2 --dist loadgroup $(WITHOUT_ROWS:%=--ignore=%)

check: $(VENV)/test.done languages  ## format, lint, types, arrows, printed documents
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/python -m tests.office $(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.house.printed --check
	$(BIN)/pytest tests/house

docs: $(VENV)/test.done  ## print the documents that come from code
	$(BIN)/python -m tests.house.printed

format: $(VENV)/test.done
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

languages: $(COMPILED)

%.mo: %.po
	@$(BIN)/python -c "import polib, sys; polib.pofile(sys.argv[1]).save_as_mofile(sys.argv[2])" $< $@

# uv makes the locks (pip install uv); nothing else needs it.
lock:
	uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 --extra build pyproject.toml -o requirements/run.txt
	uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 --extra build --extra test pyproject.toml -o requirements/test.txt
	uv pip compile -q --universal --generate-hashes --no-header --python-version 3.11 --extra build --extra test --extra bench pyproject.toml -o requirements/bench.txt

$(VENV)/bin/python:
	@$(PYTHON) -c "import sys; sys.exit('Havenline needs Python 3.11 or newer' if sys.version_info < (3, 11) else 0)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/run.done: requirements/run.txt pyproject.toml | $(VENV)/bin/python
	@echo "installing what an office needs (once, less than a minute)"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/run.txt
	@$(BIN)/python -m pip install -q --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

$(VENV)/test.done: requirements/test.txt $(VENV)/run.done
	@echo "installing what the tests need (once, about a minute)"
	@$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/test.txt
	@touch $@

$(VENV)/bench.done: requirements/bench.txt $(VENV)/test.done
	$(BIN)/python -m pip install -q --disable-pip-version-check --require-hashes --only-binary :all: -r requirements/bench.txt
	@touch $@

clean:
	rm -rf $(VENV) var build dist

# One benchmark: make bench-intake, bench-ledger, bench-charges, bench-wall,
# bench-exposure, bench-matching, bench-backup. They print a table; none is a test.
bench-%: $(VENV)/bench.done languages
	$(BIN)/python -m benchmarks.$*
