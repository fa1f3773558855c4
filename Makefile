# Two commands do all the set-up: `make run` and `make test`.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALLED := $(VENV)/.installed
TESTING := $(VENV)/.testing

.PHONY: run test demo check format lint types contracts docs reference bench clean help interface api screenshots

help:  ## list the targets
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

run: $(INSTALLED)  ## install, then serve on http://127.0.0.1:8000
	$(BIN)/adsum serve

demo: $(INSTALLED)  ## the main job on sample photos, in the terminal
	$(BIN)/adsum demo

test: $(TESTING)  ## all tests; those whose parts are missing here are skipped with the reason
	$(BIN)/pytest --numprocesses=logical --maxprocesses=4 --dist=loadfile

check: format lint types contracts docs interface test  ## everything that CI checks

format: $(TESTING)
	$(BIN)/ruff format --check .

lint: $(TESTING)
	$(BIN)/ruff check .

types: $(TESTING)
	$(BIN)/mypy

contracts: $(TESTING)
	$(BIN)/lint-imports --no-cache

docs: $(TESTING)
	$(BIN)/python docs/make_reference.py --check

reference: $(TESTING)  ## write docs/reference anew from the code
	$(BIN)/python docs/make_reference.py

interface: $(TESTING)  ## check the user interface: types, style, unit tests, generated client
	$(BIN)/python ui/scripts/openapi.py --check
	$(BIN)/python hatch_build.py install --no-save --no-audit --no-fund --loglevel=error
	$(BIN)/python hatch_build.py run check

api: $(TESTING)  ## write the user interface's client types anew from the routes
	$(BIN)/python ui/scripts/openapi.py
	$(BIN)/python hatch_build.py run api

screenshots: $(TESTING)  ## every page and kiosk state, both languages, light and dark, large and small
	$(BIN)/python ui/scripts/screenshots.py
	$(BIN)/python -m ui.scripts.admin_screenshots

bench: $(TESTING)  ## speed, side by side with peers, in one run
	$(BIN)/python -m bench.run

clean:  ## remove the environment and caches
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache build dist

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

# A change of the user interface builds it anew, as a change of the dependencies installs them.
UI := hatch_build.py $(shell find ui -type f -not -path '*/node_modules/*' -not -path '*/screenshots/*')

$(INSTALLED): pyproject.toml $(UI) | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	touch $@

$(TESTING): pyproject.toml $(UI) | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable '.[dlib,facenet,hdf5,lab,mtcnn,mysql,parquet,plots,postgresql,skimage]' --group dev
	touch $@ $(INSTALLED)
