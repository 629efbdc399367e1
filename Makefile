# Two commands matter: `make run` and `make test`. `make help` lists the rest.
.DEFAULT_GOAL := help
.NOTPARALLEL:
MAKEFLAGS += --no-print-directory
SHELL := /bin/sh

VENV := .venv
BIN := $(VENV)/bin
PYTHON ?=
UV_FLAGS := --universal --python-version 3.11 --generate-hashes --no-annotate --no-emit-index-url --no-header --quiet
# Friday at 22.30, Sunday noon, 31 December by day and just before midnight, 29 February, Idulfitri 1448, ten years on.
MOMENTS := 2026-11-27T15:30Z 2026-11-29T05:00Z 2026-12-31T08:00Z 2026-12-31T16:59:30Z 2028-02-29T03:00Z \
  2027-03-10T03:00Z 2036-11-24T02:00Z
CODE := app graphql jobs integrations models tests bench

# Nothing outside this folder is written: no cache, no byte code and no configuration in HOME.
export PIP_CACHE_DIR := $(CURDIR)/var/cache/pip
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export UV_CACHE_DIR := $(CURDIR)/var/cache/uv
unexport PYTHONPATH PYTHONHOME VIRTUAL_ENV

.PHONY: help run check test prove bench lock format install install-dev

help: ## this list
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 14

run: install ## the whole system on this machine; Ctrl-C stops it
	@exec $(BIN)/python -m app.local --with-parent

install: ## the environment alone, for running
	@PYTHON='$(PYTHON)' sh app/local/install.sh $(VENV) run

install-dev: ## the environment for development
	@PYTHON='$(PYTHON)' sh app/local/install.sh $(VENV) dev

format: install-dev ## put the code in the house's form
	$(BIN)/ruff format $(wildcard $(CODE))
	$(BIN)/ruff check --fix $(wildcard $(CODE))

check: install-dev ## format, lint, types, layers, schema, catalogue and the fast tests
	$(BIN)/ruff format --check $(wildcard $(CODE))
	$(BIN)/ruff check $(wildcard $(CODE))
	$(BIN)/mypy $(wildcard $(CODE))
	$(BIN)/lint-imports --no-cache
	$(BIN)/kabupaten schema --check
	$(BIN)/kabupaten migrate --check
	$(BIN)/kabupaten catalogue check
	$(BIN)/pytest -n 2 -m "not story and not doors and not long and not browser and not crash"

test: check ## everything: check, then stories, pages and API, every service to its end, 2,000 graphs, the browser and the crash tests
	$(BIN)/pytest -n 2 -m "(story or doors or long) and not browser and not crash"
	HYPOTHESIS_PROFILE=thorough $(BIN)/pytest -n 2 tests/models/applications/test_engine.py tests/models/applications/test_promises.py
	$(BIN)/pytest -m "browser or crash"

prove: install-dev ## what takes long: 20,000 histories of the engine, the stories at night, on a Sunday, at the year's end, on a leap day, at Eid, ten years on
	HYPOTHESIS_PROFILE=prove $(BIN)/pytest tests/models/applications/test_promises.py
	@for moment in $(MOMENTS); do \
	  echo "Stories begin at $$moment"; \
	  STORY_BEGINS=$$moment $(BIN)/pytest -q -n 2 -m "story and not monday and not real and not browser and not crash" || exit 1; \
	done

bench: install-dev ## how fast it is on this machine
	$(BIN)/python -m bench

lock: install-dev ## resolve pyproject.toml anew into locks/
	$(BIN)/uv pip compile pyproject.toml --group build $(UV_FLAGS) --upgrade --output-file locks/run.txt
	$(BIN)/uv pip compile pyproject.toml --group build --extra embedded --constraint locks/run.txt $(UV_FLAGS) --upgrade --output-file locks/embedded.txt
	$(BIN)/uv pip compile pyproject.toml --group build --extra embedded --group dev --constraint locks/embedded.txt $(UV_FLAGS) --upgrade --output-file locks/dev.txt
