# Two commands: `make demo` shows an enterprise inspected and the order printed; `make test` checks everything.
# Each sets up the .venv that it needs, from any state of the tree.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.installed

.PHONY: demo test check tests nightly format schema bench clean setup

demo: $(STAMP)
	$(BIN)/enforce-rules inspect examples/furniture-dust.yaml
	$(BIN)/enforce-rules document rectification-order examples/furniture-dust.yaml
	$(BIN)/enforce-rules penalties examples/furniture-dust.yaml

test: check tests

check: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

tests: $(STAMP)
	$(BIN)/python -m pytest --numprocesses auto --dist loadscope

nightly: $(STAMP)
	$(BIN)/python -m tests.evaluate.nightly

format: $(STAMP)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

schema: $(STAMP)
	$(BIN)/enforce-rules schema --out docs/schema

bench: $(STAMP)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[bench]'
	$(BIN)/python -m benchmarks.one_enterprise
	$(BIN)/python -m benchmarks.province
	$(BIN)/python -m benchmarks.parquet
	$(BIN)/python -m benchmarks.growth
	$(BIN)/python -m benchmarks.spark
	$(BIN)/python -m benchmarks.startup
	$(BIN)/python -m benchmarks.hostile
	$(BIN)/python -m benchmarks.documents
	$(BIN)/python -m benchmarks.campaign
	$(BIN)/python -m pytest benchmarks/test_ratios.py

setup: $(STAMP)

# The environment is made anew when it is missing, broken, moved, or older than pyproject.toml.
$(STAMP): pyproject.toml .FORCE
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "needs Python 3.11 or later: make PYTHON=/path/to/python3.11" >&2; exit 1; }
	@if [ ! -e $(STAMP) ] || [ pyproject.toml -nt $(STAMP) ] || ! $(BIN)/python -c 'import enforce_rules, os, pytest, sys; sys.exit(not os.path.samefile(enforce_rules.__path__[0], "src/enforce_rules"))' >/dev/null 2>&1 \
	  || ! $(BIN)/enforce-rules --version >/dev/null 2>&1; then \
	  echo "setting up $(VENV) ..." >&2; \
	  rm -rf $(VENV) && $(PYTHON) -m venv $(VENV) && \
	  $(BIN)/python -m pip install --quiet --disable-pip-version-check -e '.[dev]' && touch $(STAMP); \
	fi

.FORCE:

clean:
	rm -rf $(VENV) dist build .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
