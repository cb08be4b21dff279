# `make demo` and `make test` are all that a new machine needs: Python 3.11+ and make.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
COMPILE = $(BIN)/uv pip compile --quiet --universal --upgrade --generate-hashes --no-header \
  --no-annotate --no-emit-index-url --no-emit-find-links --python-version 3.11
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: demo test lint types unit bench compare lock data clean

demo: $(VENV)/.installed  ## Crawl the bundled look-alike of the site and show the data
	@$(BIN)/qilu demo

test: lint types unit  ## Everything that must hold

lint: $(VENV)/.test-tools
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(VENV)/.test-tools
	$(BIN)/mypy

unit: $(VENV)/.test-tools
	$(BIN)/pytest -n 3

bench: $(VENV)/.test-tools  ## Speed, as ratios
	$(BIN)/python bench/speed.py

compare: $(VENV)/.installed $(VENV)-peers/.installed  ## Quality and speed beside other extractors: make compare CORPUS=FOLDER
	@test -n "$(CORPUS)" || { echo "Which pages? make compare CORPUS=FOLDER" >&2; exit 2; }
	@$(BIN)/python -m bench.compare "$(CORPUS)" --peers $(VENV)-peers/bin/python

data: $(VENV)/.installed  ## Write the generated files below data/ again
	$(BIN)/qilu demo --sample data/sample/articles.jsonl >/dev/null
	$(BIN)/python -m scraper.schema

lock: $(VENV)/.installed  ## Pin the newest allowed versions, with hashes
	$(PIP) install uv
	$(COMPILE) setup.py requirements.in --output-file requirements.txt
	$(COMPILE) --no-deps deploy/scrapyd.in --output-file deploy/scrapyd.txt
	$(COMPILE) requirements-test.in --output-file requirements-test.txt

$(VENV)/.installed: requirements.txt setup.py pyproject.toml
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Python 3.11 or newer is needed: make PYTHON=python3.12 demo")'
	$(PYTHON) -m venv $(VENV)
	$(PIP) install --require-hashes -r requirements.txt
	$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/.test-tools: requirements-test.txt $(VENV)/.installed
	$(PIP) install --require-hashes -r requirements-test.txt
	@touch $@

$(VENV)-peers/.installed: bench/peers.txt
	$(PYTHON) -m venv $(VENV)-peers
	$(VENV)-peers/bin/python -m pip --disable-pip-version-check --quiet install --no-deps -r bench/peers.txt
	@touch $@

clean:
	rm -rf $(VENV) $(VENV)-peers build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis data/demo
