# make run     start Skylit on PORT (8501)          make test    everything that CI runs
# make check   the fast part of test                 make bench   the figures of the README
# make setup   what both do first, and nothing else  make clean   all that can be made again
# make backup  database and videos, checked, into backups/<time> or BACKUP=folder, while Skylit runs
# make restore BACKUP=folder   put one back (FORCE=1: move what is there aside)
# make contact-sheet   every look in one picture     make boundscheck   the kernels, held to their arrays
# make peers    what MoviePy and Manim take for a plainer film of the same drones
# make storm    kills Skylit again and again, and counts what was lost
.DEFAULT_GOAL := help
SHELL := /bin/bash
PORT ?= 8501
PYTHON ?= python3
BIN := .venv/bin

export PIP_DISABLE_PIP_VERSION_CHECK := 1
export STREAMLIT_BROWSER_GATHER_USAGE_STATS := false

.PHONY: help
help:
	@sed -n 's/^# \(make.*\)/\1/p' Makefile

.PHONY: setup
setup: .venv/.run .cache/.engine .cache/.front-end

.PHONY: run
run: setup
	@$(BIN)/python -c 'import socket; socket.create_server(("", $(PORT))).close()' 2>/dev/null \
	  || { echo "Port $(PORT) is taken; choose another: make run PORT=9000"; exit 1; }
	@exec $(BIN)/streamlit run app.py --server.port $(PORT)

.PHONY: backup restore
backup: .venv/.run
	@$(BIN)/python -m lib.backup take $(if $(BACKUP),--to "$(BACKUP)")

approver-link: .venv/.run
	@$(BIN)/python -m lib.bootstrap.approver_link

restore: .venv/.run
	@test -n "$(BACKUP)" || { echo "Say which: make restore BACKUP=backups/…"; exit 1; }
	@$(BIN)/python -m lib.backup restore "$(BACKUP)" $(if $(filter 1 yes true,$(FORCE)),--force)

# The environment: made again when what it is made of changes.
.venv/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Skylit needs Python 3.11 or newer; say which with: make PYTHON=python3.12 …"; exit 1; }
	@echo "Making .venv …"
	@$(PYTHON) -m venv .venv

# Wheels only, and only those whose hashes are in the lock: nothing is built, nothing is swapped.
INSTALL := $(BIN)/pip install --quiet --only-binary :all: --require-hashes --requirement

.venv/.run: requirements.lock | .venv/bin/python
	@echo "Installing what Skylit runs on (a minute the first time) …"
	@$(INSTALL) requirements.lock
	@touch $@

.venv/.dev: requirements-dev.lock requirements.lock | .venv/bin/python
	@echo "Installing what the tests need …"
	@$(INSTALL) requirements-dev.lock
	@touch $@ .venv/.run

# The engine's kernels and scenery: compiled and drawn once, kept in .cache.
.cache/.engine: .venv/.run $(wildcard lib/engine/*.py lib/engine/*/*.py lib/engine/*/*/*.py)
	@echo "Compiling the engine's kernels and drawing its scenery (half a minute, once) …"
	@$(BIN)/python -m lib.engine.prepare
	@mkdir -p .cache && touch $@

# Streamlit's scripts, compressed, and the part of its icon font that the code uses.
.cache/.front-end: .venv/.run $(wildcard lib/web/front_end/*.py pages/*.py lib/ui/*.py lib/ui/*/*.py)
	@$(BIN)/python -m lib.web.front_end
	@mkdir -p .cache && touch $@

# Machines are busy with other things as well: what fails is tried once more. A test that the summary
# calls RERUN depends on how fast the machine is, and wants mending all the same.
PYTEST := $(BIN)/python -m pytest -n 2 --dist worksteal --reruns 1 --rerun-show-tracebacks -raR

.PHONY: test check lint browser audit
test: .venv/.dev .cache/.engine .cache/.front-end browser lint audit
	@$(PYTEST) -m "not slow"

check: .venv/.dev .cache/.engine lint
	@$(PYTEST) -m "not slow and not browser"

lint: .venv/.dev
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

# Known vulnerabilities of what is pinned; without a network it says so at once and lets be.
audit: .venv/.dev
	@$(BIN)/python -m tests.audit

# The system's headless Chromium, else Debian's package, else Playwright's own; and nginx, if it can be had.
browser: .venv/.dev
	@$(BIN)/python -m tests.browser.chromium
	@$(BIN)/python -m tests.nginx

# Every template, palette and moment in one picture: look at it after every change of look.
.PHONY: contact-sheet
contact-sheet: .venv/.dev .cache/.engine
	@$(BIN)/python -m benchmarks.contact_sheet

# Compiled code reads past its arrays in silence; so checked it says where. Kernels of their own
# in a cache of their own, and far slower.
.PHONY: boundscheck
boundscheck: .venv/.dev .cache/.engine
	@NUMBA_BOUNDSCHECK=1 NUMBA_CACHE_DIR="$(CURDIR)/.cache/kernels-checked" \
	  $(BIN)/python -m pytest tests/engine tests/golden -m "not slow" -n 2 --dist worksteal --timeout 900

# 200 generations against a hostile API, and renders in earnest, under SIGKILL: three to eight minutes.
# Prints its seed; `make storm SEED=7` blows the same one again, POSTGRES=1 over a PostgreSQL of its own.
.PHONY: storm
storm: .venv/.dev .cache/.engine
	@$(BIN)/python -m tests.storm $(if $(SEED),--seed $(SEED)) $(if $(POSTGRES),--postgres)

# The README's figures, a quarter of an hour. Machines are noisy: trust ratios, and a quiet hour.
.PHONY: bench
bench: .venv/.dev .cache/.engine .cache/peers/.made browser
	@for each in film captions frame preview exports hundred batch install peers page history legibility; do \
	  echo "benchmarks.$$each"; $(BIN)/python -m benchmarks.$$each || exit 1; done

# MoviePy and Manim drawing a plainer version of the same dots, in an environment of their own.
.PHONY: peers
peers: .venv/.dev .cache/.engine .cache/peers/.made
	@$(BIN)/python -m benchmarks.peers

.cache/peers/.made: benchmarks/peers/requirements.txt
	@echo "Installing MoviePy and Manim into .cache/peers (two minutes, once) …"
	@$(PYTHON) -m venv .cache/peers
	@.cache/peers/bin/pip install --quiet --requirement $< || { \
	  echo "Manim cannot be built here, so it is left out; on Debian it needs:"; \
	  echo "  apt-get install gcc python3-dev pkg-config libcairo2-dev libpango1.0-dev"; \
	  grep -v ^manim $< | .cache/peers/bin/pip install --quiet --requirement /dev/stdin; }
	@touch $@

# The README's pictures, from the real thing.
.PHONY: pictures
pictures: .venv/.dev .cache/.engine browser
	@$(BIN)/python -m benchmarks.pictures

# Locks what requirements.txt and requirements-dev.txt ask for, for every Python and system at once,
# and keeps what is locked already; `make lock UPGRADE=1` takes the newest of what they bring along.
PYTHONS := 3.11 3.12 3.13 3.14
COMPILE = $(BIN)/uv pip compile --quiet --universal --python-version $(firstword $(PYTHONS)) \
  --generate-hashes --only-binary :all: --no-annotate --custom-compile-command "make lock"

.PHONY: lock
lock: .venv/bin/uv
	@$(COMPILE) $(if $(UPGRADE),--upgrade) requirements.txt --output-file requirements.lock > /dev/null
	@$(COMPILE) $(if $(UPGRADE),--upgrade) requirements-dev.txt --constraint requirements.lock \
	  --output-file requirements-dev.lock > /dev/null
	@for python in $(PYTHONS); do \
	  $(BIN)/uv pip install --quiet --dry-run --target .cache/none --python-version $$python \
	    --only-binary :all: --require-hashes --requirement requirements-dev.lock || exit 1; done

# Before there is any lock that could be installed from.
.venv/bin/uv: | .venv/bin/python
	@$(BIN)/pip install --quiet $(shell grep -o '^uv==[0-9.]*' requirements-dev.txt)

.PHONY: clean
clean:
	rm -rf .venv .cache .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -prune -exec rm -rf {} +
