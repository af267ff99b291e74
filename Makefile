# Two commands matter: `make demo` shows everything offline, `make test` proves it. `make help` lists the rest.
PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/bin
PORT   ?=
AT     := $(if $(PORT),--port $(PORT))

# Fewer lines and branches reached than this by both suites together fails `make coverage`, in per cent.
FLOOR  := 90

# Two workers, a file's tests in one of them: a third gained nothing on two cores (617 s either way).
# tests/conftest.py orders the files: fast, slow, real components, browser.
PYTEST := $(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -q
FAST   := -m "not slow and not component and not browser"

# Compiled modules are kept, also where the caller's Python may not: else every one of hundreds of processes that
# the tests start, and every worker, compiles all it imports again.
export PYTHONDONTWRITEBYTECODE :=

COV    := --cov=tracker --cov=jobs --cov=dashboards

# What a demo imports, compiled once here instead of at every start where Python may not write: 2.5 s of 4.
WARM   := import dashboards.http.app, dashboards.drawing.figures.compact, jobs.schedule, tracker.replay.server

.DEFAULT_GOAL := help
.PHONY: help demo up test fast coverage check rules format benchmark screenshots docs lock build clean

help:  ## list what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(VENV)/run.stamp: requirements/run.txt pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@test -x $(BIN)/uv || $(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.8"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python -r requirements/run.txt
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps -e .
	@$(BIN)/python -c "$(WARM)"
	@touch $@

$(VENV)/dev.stamp: requirements/dev.txt $(VENV)/run.stamp
	@$(BIN)/uv pip install --quiet --python $(BIN)/python -r requirements/dev.txt
	@touch $@

demo: $(VENV)/run.stamp  ## everything, offline, on played-back public figures
	@$(BIN)/tracker demo $(AT)

up: $(VENV)/run.stamp  ## live: migrate, collect on schedule, serve the dashboards
	@$(BIN)/tracker up $(AT)

test: $(VENV)/dev.stamp  ## every check and every test: fast suite first, then real components, then the browser
	@$(MAKE) --no-print-directory rules
	@$(BIN)/mypy & types=$$!; $(PYTEST); tests=$$?; wait $$types && exit $$tests

coverage: $(VENV)/dev.stamp  ## what the fast and the real-component tests reach together, and whether it is enough
	@$(PYTEST) -m "not browser" $(COV) --cov-report=term:skip-covered --cov-fail-under=$(FLOOR)

fast: $(VENV)/dev.stamp  ## the fast suite alone
	@$(PYTEST) $(FAST)

check: rules  ## format, lint, types, import contracts, migrations
	@$(BIN)/mypy

rules: $(VENV)/dev.stamp  # what is known within seconds
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/lint-imports --no-logo
	@$(BIN)/python -m tracker db check-migrations

format: $(VENV)/dev.stamp  ## rewrite the code in the house style
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

benchmark: $(VENV)/dev.stamp  ## side-by-side ratios, written to docs/benchmarks.md
	@$(BIN)/python -m tests.benchmarks

screenshots: $(VENV)/dev.stamp  ## every page in light, dark and on a phone, from a real browser
	@$(BIN)/python -m tests.screenshots

docs: $(VENV)/dev.stamp  ## rewrite the generated parts of docs/
	@$(BIN)/python -m tests.docs

lock: $(VENV)/run.stamp  ## refresh the pinned requirements (no addresses are recorded)
	@$(BIN)/uv pip compile pyproject.toml --extra parquet --universal --no-header --no-annotate --python-version 3.11 -q --upgrade -o requirements/run.txt
	@$(BIN)/uv pip compile pyproject.toml --extra dev --universal --no-header --no-annotate --python-version 3.11 -q --upgrade -o requirements/dev.txt

build: $(VENV)/run.stamp  ## the wheel and the sdist, in dist/
	@$(BIN)/uv build --quiet

clean:  ## remove what was built (never the data)
	@rm -rf $(VENV) dist .mypy_cache .ruff_cache .pytest_cache .coverage .import_linter_cache
