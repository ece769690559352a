# Two commands on a fresh machine: `make demo`, `make test`.  Needs Python 3.11+, git and make.
PYTHON ?= python3
VENV ?= .venv
# The CPU build; without the pin, pip brings several gigabytes of CUDA.
TORCH ?= torch==2.13.0
PIP = $(VENV)/bin/python -m pip --disable-pip-version-check
BIN = $(VENV)/bin

.PHONY: help demo test lint types check bench size clean

help:  ## show this list
	@grep -E '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | column -t -s "$$(printf '\t')"

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)

# The base install: no torch.
$(VENV)/.base: pyproject.toml | $(VENV)/bin/python
	$(PIP) install --quiet --editable .
	@touch $@

# What tests, benchmarks and training need besides.
$(VENV)/.dev: pyproject.toml | $(VENV)/bin/python
	$(PIP) install --quiet $(TORCH)
	$(PIP) install --quiet --editable '.[all,dev]'
	@touch $@ $(VENV)/.base

demo: $(VENV)/.base  ## translate the seed article to Arabic and back, with the embedded model
	@$(BIN)/mtkit demo --out-dir demo

test: $(VENV)/.dev  ## run the whole test suite
	$(BIN)/python -m pytest

lint: $(VENV)/.dev  ## ruff: rules and layout
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.dev  ## mypy, strict
	$(BIN)/mypy

check: test lint types  ## everything that the gate checks

bench: $(VENV)/.dev  ## speed and quality tables (minutes)
	@for b in benchmarks/*.py; do echo "== $$b"; $(BIN)/python $$b || exit 1; done

size:  ## time and size of the base install, from the package index, in a folder of its own
	@folder=$$(mktemp -d) && $(PYTHON) -m venv $$folder && start=$$(date +%s) && \
	  $$folder/bin/python -m pip --disable-pip-version-check install --quiet . && \
	  echo "base install: $$(( $$(date +%s) - start )) s, $$(du -sm $$folder/lib | cut -f1) MB, $$($$folder/bin/python -m pip list 2>/dev/null | tail -n +3 | wc -l) packages" && \
	  rm -rf $$folder

clean:  ## remove what make made
	rm -rf $(VENV) demo .mypy_cache .ruff_cache .pytest_cache .hypothesis
