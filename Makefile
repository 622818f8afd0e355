# Two commands do everything: `make demo` and `make test`. `make lint` is for those who change the code.
PYTHON ?= python3
HOST ?= 127.0.0.1
PORT ?= 5000
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet
# Whole files at a time on each core: tests of one share what was costly to make.
TESTS := $(BIN)/python -m pytest -n auto --maxprocesses 4 --dist loadfile
SAMPLE := media/strong-cities
# Where it is not there, the tracks are those of the repository: made elsewhere, and made anew here.
RECORD := captions/strong-cities.cuepress.json

.PHONY: demo test firefox lint bench clean help
.DEFAULT_GOAL := help

help:  ## Say what can be made
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 8

demo: $(VENV)/.ready  ## Set up, caption the sample message, serve the page
	@$(BIN)/cuepress sample $(SAMPLE).fr.md $(SAMPLE).mp4
	@$(BIN)/cuepress caption $(SAMPLE).mp4 --spoken fr $$([ -e $(RECORD) ] || echo --overwrite)
	@exec $(BIN)/cuepress serve --host $(HOST) --port $(PORT)

test: $(VENV)/.ready-test  ## Set up what tests need and run them all
	@if tests/browser; then $(TESTS); \
	elif [ -z "$$CI" ]; then $(TESTS) -m "not browser"; \
	else exit 1; fi

firefox: $(VENV)/.ready-test  ## Run the pages' tests in Firefox
	@command -v firefox-esr >/dev/null || tools/system-package firefox-esr "Firefox is missing"
	@CUEPRESS_BROWSER=firefox $(BIN)/python -m pytest -m browser tests/web

lint: $(VENV)/.ready-lint  ## Check style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

bench: $(VENV)/.ready-test  ## Measure; see benchmarks/
	@for script in benchmarks/formats.py benchmarks/sync.py benchmarks/again.py; do echo "== $$script"; $(BIN)/python $$script; done

clean:  ## Remove what was made
	rm -rf $(VENV) $(SAMPLE).mp4 $(SAMPLE).jpg captions/*.cuepress.json .pytest_cache .mypy_cache .ruff_cache .hypothesis

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "cuepress: Python 3.11 or newer is needed; $(PYTHON) is `$(PYTHON) --version 2>&1`" >&2; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || \
	  tools/system-package python3-venv "Python's venv module is missing"
	@echo "cuepress: making $(VENV)"
	@$(PYTHON) -m venv $(VENV)

$(VENV)/.ready: pyproject.toml | $(BIN)/python
	@echo "cuepress: installing the package and what it needs"
	@$(PIP) install --use-pep517 --editable .
	@touch $@

$(VENV)/.ready-test: $(VENV)/.ready
	@echo "cuepress: installing what the tests need"
	@$(PIP) install --use-pep517 --editable '.[test]'
	@touch $@

$(VENV)/.ready-lint: $(VENV)/.ready
	@echo "cuepress: installing the linters"
	@$(PIP) install --use-pep517 --editable '.[test,lint]'
	@touch $@ $(VENV)/.ready-test
