# `make serve` shows the samples in a browser, `make test` checks everything; both install what they need.
# Another Python: make serve PYTHON=/path/to/python3.12 · another port: make serve PORT=8080

VENV := .venv
RUN := $(VENV)/bin/python
PIP := $(RUN) -m pip install --quiet --disable-pip-version-check
PORT ?= 8000
NEWEST_FIRST := python3 python3.14 python3.13 python3.12 python3.11 python
IS_NEW := -c 'import sys; sys.exit(sys.version_info < (3, 11))'

ifndef PYTHON
PYTHON := $(shell for p in $(NEWEST_FIRST); do $$p $(IS_NEW) 2>/dev/null && { echo $$p; break; }; done)
endif

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help install serve test lint types unit clean

help: ## this list
	@sed -n 's/^\([a-z]*\):.*## /  make \1	/p' $(MAKEFILE_LIST) | expand -t 20

install: $(VENV)/.installed ## the package and what it needs, into .venv

serve: $(VENV)/.installed ## the samples: converted, loaded and served at http://127.0.0.1:8000
	@$(RUN) -m yusuan up --port $(PORT)

test: lint types unit ## ruff, mypy and pytest

lint: $(VENV)/.installed-dev
	$(RUN) -m ruff check .

types: $(VENV)/.installed-dev
	$(RUN) -m mypy

unit: $(VENV)/.installed-dev
	$(RUN) -m pytest -n auto --dist loadfile

clean: ## remove .venv, caches, build results and yusuan-data
	rm -rf $(VENV) build dist yusuan-data .mypy_cache .pytest_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/.python:
	@test -n "$(PYTHON)" && $(PYTHON) $(IS_NEW) 2>/dev/null || { \
	  echo "Python 3.11 or newer is needed$(if $(PYTHON),: $(PYTHON) is none)." \
	       "Install it, or name it: make PYTHON=/path/to/python3.12" >&2; exit 1; }
	@$(PYTHON) -c 'import venv, ensurepip' 2>/dev/null || { \
	  echo "$(PYTHON) has no venv module. Install it (Debian, Ubuntu: apt install python3-venv)." >&2; exit 1; }
	@echo "Creating $(VENV) with $$($(PYTHON) --version) ..."
	@rm -rf $(VENV)
	@$(PYTHON) -m venv $(VENV)
	@touch $@

$(VENV)/.installed: pyproject.toml $(VENV)/.python
	@echo "Installing yusuan (the first time takes a minute) ..."
	@$(PIP) --editable . || { echo "The installation failed (see above). It needs the network." >&2; exit 1; }
	@touch $@

$(VENV)/.installed-dev: $(VENV)/.installed
	@echo "Installing the tools for tests ..."
	@$(PIP) --editable '.[dev]' || { echo "The installation failed (see above). It needs the network." >&2; exit 1; }
	@touch $@

.PHONY: accuracy
accuracy: $(VENV)/.installed ## how much of a document is read: make accuracy INPUT='path/to/*.txt', else the samples
	@$(RUN) -m benchmarks.accuracy $(INPUT)
