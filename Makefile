# The two commands of the README's first screen are `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DIR ?= demo-office

.PHONY: setup demo test quick lint types servers sweep bench evaluate lock translations reference wheel clean

setup: $(STAMP)

$(STAMP): requirements/test.lock pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/test.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	touch $(STAMP)

demo: setup
	$(BIN)/officebot demo $(DIR)

# Everything that decides whether a change lands.
test: setup servers lint types
	$(BIN)/python -m pytest -n 2 --dist loadgroup tests

# The same without the servers' installation, for one's own rounds.
quick: setup lint types
	$(BIN)/python -m pytest -x -q tests

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/python tools/translations.py --check

types: setup
	$(BIN)/mypy

# Debian's servers and tools for the live tests and fault sweeps; elsewhere these tests say that they are skipped.
servers:
	sh tools/servers.sh

# Every fault sweep and attack in full; prints one line of figures each.
sweep: setup servers
	$(BIN)/python -m pytest -m sweep --sweep -s -p no:randomly --timeout=3600 tests

bench: setup servers
	$(BIN)/python benchmarks/intake.py

# How well mail is understood, measured on corpora beside the sources; writes docs/explanation/evaluation.md.
evaluate: setup
	$(BIN)/python tools/evaluate.py $(if $(CORPORA),--shared $(CORPORA))

# Needs uv; the locks name versions and hashes, never a host.
lock:
	uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --no-emit-find-links \
	  --python-version 3.11 --extra test pyproject.toml requirements/build.in -o requirements/test.lock
	uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --no-emit-find-links \
	  --python-version 3.11 pyproject.toml -o requirements/runtime.lock

translations: setup
	$(BIN)/python tools/translations.py

reference: setup
	$(BIN)/python tools/reference.py

wheel: setup
	$(BIN)/python -m hatchling build

clean:
	rm -rf $(VENV) build dist demo-office
