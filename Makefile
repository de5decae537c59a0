# The two commands of the README's first screen are `make demo` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed
DIR ?= demo-office
# What an office can use besides: what a server is installed with.
EXTRAS := alerts documents keyring papers pdf postgresql schematron

.PHONY: setup demo test quick lint types servers sweep bench evaluate lock translations reference docs pictures wheel audit clean

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
	cp requirements/test.lock requirements/office.lock # the same versions, of what an office can use
	uv pip compile --quiet --universal --generate-hashes --no-header --no-emit-index-url --no-emit-find-links \
	  --python-version 3.11 $(addprefix --extra ,$(EXTRAS)) pyproject.toml -o requirements/office.lock

translations: setup
	$(BIN)/python tools/translations.py

reference: setup
	$(BIN)/python tools/reference.py

# The documentation's pages, into build/site; nothing in them asks for anything elsewhere.
docs: setup reference
	$(BIN)/mkdocs build --strict

# The pictures of the guides, taken anew from the sample office's day; look at them before they are kept.
pictures: setup
	$(BIN)/python -m pytest -q -p no:randomly --guide tests/web/test_guide_pictures.py

# What a release consists of, in dist/: wheel, source archive, bill of materials, locks, and the sums of all of them.
wheel: setup
	rm -rf dist
	env -u SOURCE_DATE_EPOCH $(BIN)/python -m hatchling build
	$(BIN)/python tools/sbom.py --to dist
	cp requirements/runtime.lock requirements/office.lock dist
	cd dist && sha256sum * > SHA256SUMS

# Stops at a locked version that is known to be weak, and where that cannot be told; ADVISORIES is osv.dev's all.zip for PyPI.
audit: setup
	$(BIN)/python tools/audit.py --advisories "$(ADVISORIES)"

clean:
	rm -rf $(VENV) build dist demo-office
