# Everything a person types here. Needs Python 3.11 or newer, git and make; all else goes into .venv beside this file.
# Nothing asks a question, and a second run does only what has changed.

SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.NOTPARALLEL:

PYTHON ?= $(shell for p in python3 python3.14 python3.13 python3.12 python3.11 python; do \
	"$$p" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$p"; break; }; done)
# what is measured against lies beside the repository, never in it
SHARED ?= ../shared

PY := .venv/bin/python
ONRECORD := .venv/bin/onrecord
PIP := $(PY) -m pip --disable-pip-version-check --no-input install -qq
SOURCES := $(shell find src -type f -not -path '*/__pycache__/*')

.PHONY: help demo test test-slow lint format bench bench-web score docs lock clean

help: ## what can be typed
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/make \1|\2/p' Makefile | while IFS='|' read -r name what; do printf '%-16s %s\n' "$$name" "$$what"; done

DEMO := examples/world/courier/2026-05-08-holk-ultimatum.html
demo: .venv/installed-package ## install, read the examples, show what is on record
	@rm -rf build/demo.* && mkdir -p build
	@# it shows colours, so it has them wherever it is looked at; NO_COLOR turns them off
	@[ -n "$$NO_COLOR" ] || export FORCE_COLOR=1; export ONRECORD_LEDGER=build/demo.db; set -e; \
		echo '$$ onrecord add examples/world'; $(ONRECORD) add examples/world; \
		echo; echo '$$ onrecord read $(DEMO)'; $(ONRECORD) read --format terminal $(DEMO); \
		echo; echo '$$ onrecord statements --about sluice'; $(ONRECORD) statements --about sluice
	@echo; echo 'Next, try:  $(ONRECORD) statements --by Krass --ledger build/demo.db'
	@echo '      then:  $(ONRECORD) --help'

test: .venv/installed-package .venv/installed-test ## the tests, all but the slow ones
	@$(PY) -m pytest -m "not slow"

test-slow: .venv/installed-package .venv/installed-test ## the slow tests
	@$(PY) -m pytest -m slow || [ $$? -eq 5 ] # 5: there is none

lint: .venv/installed-package .venv/installed-test .venv/installed-lint ## style, types and the import contracts
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(PY) -m mypy
	@.venv/bin/lint-imports

format: .venv/installed-lint ## put the code into the project's style
	@$(PY) -m ruff check --fix .
	@$(PY) -m ruff format .

bench: .venv/installed-package build/peers/made ## speed, memory and start on the dev articles, beside peers
	@$(PY) -m benchmarks.speed "$(SHARED)/data/polnear/dev.jsonl"
	@build/peers/bin/python -m benchmarks.peers "$(SHARED)/data/polnear/dev.jsonl" --onrecord $(ONRECORD)

bench-web: .venv/installed-package ## each page of the web application over a million statements
	@$(PY) -m benchmarks.web --folder build/bench-web

score: .venv/installed-package ## the reader's figures on the dev articles, by the referee
	@mkdir -p build
	@$(ONRECORD) read "$(SHARED)/data/polnear/dev.jsonl" --format jsonl > build/dev.jsonl
	@$(PY) "$(SHARED)/eval/score_attribution.py" "$(SHARED)/data/polnear/dev.jsonl" build/dev.jsonl
	@echo; echo 'inside statements, hand-coded (the half to tune with)'; $(PY) -m benchmarks.nested \
		tests/golden/nested.jsonl build/dev.jsonl --half tune --texts "$(SHARED)/data/polnear/dev.jsonl"

docs: .venv/installed-docs ## the documentation's pages, into build/site
	@NO_MKDOCS_2_WARNING=1 $(PY) -m mkdocs build --strict

COMPILE = build/uv/bin/uv pip compile --universal --python-version 3.11 --generate-hashes --upgrade --quiet \
	--custom-compile-command 'make lock'
lock: build/uv/made ## choose the versions of all dependencies anew
	$(COMPILE) pyproject.toml --group build --output-file requirements/run.lock
	for group in test lint docs; do $(COMPILE) --group $$group --constraint requirements/run.lock \
		--output-file requirements/$$group.lock || exit 1; done

clean: ## remove all that was made here
	rm -rf .venv build dist .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis

.venv/made:
	@[ -n "$(PYTHON)" ] || { echo 'make: no Python 3.11 or newer found; install one, or name it: make PYTHON=/path/to/python3' >&2; exit 1; }
	@"$(PYTHON)" -m venv .venv || { echo 'make: Python could not make .venv; on Debian and Ubuntu: apt install python3-venv' >&2; exit 1; }
	@touch $@

# wheels only: no compiler is needed, and no package runs code of its own while it is being installed
.venv/installed-%: requirements/%.lock .venv/made
	@echo 'installing what $< names' >&2
	@$(PIP) --only-binary :all: --require-hashes --requirement $<
	@touch $@

.venv/installed-package: .venv/installed-run pyproject.toml README.md LICENSE NOTICE $(SOURCES)
	@echo 'installing onrecord' >&2
	@$(PIP) --no-index --no-deps --no-build-isolation --force-reinstall .
	@touch $@

build/uv/made: .venv/made
	$(PY) -m venv build/uv
	build/uv/bin/python -m pip --disable-pip-version-check install -qq uv
	@touch $@

build/peers/made: benchmarks/requirements.txt .venv/made
	@echo 'installing what $< names' >&2
	@$(PY) -m venv build/peers
	@build/peers/bin/python -m pip --disable-pip-version-check --no-input install -qq --only-binary :all: --requirement $<
	@touch $@
