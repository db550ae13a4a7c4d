# make demo   set up .venv, read the sample reports, show what comes out
# make test   set up .venv, run all tests
# make lint   ruff and mypy
# make clean  remove .venv, the demo and all caches

SHELL := /bin/bash
VENV := .venv
BIN := $(VENV)/bin
STAMP := $(VENV)/.set-up
SAMPLES := corpus/samples/reports
DB := demo/prongsai.db

.PHONY: demo test lint clean

demo: $(STAMP)
	@rm -rf demo
	@mkdir demo
	@$(BIN)/prongsai ingest $(SAMPLES) --db $(DB)
	@$(BIN)/prongsai export csv demo/csv --db $(DB)
	@$(BIN)/prongsai export xlsx demo/reports.xlsx --db $(DB)
	@$(BIN)/prongsai export parquet demo/parquet --db $(DB)
	@$(BIN)/prongsai export datapackage demo/package --db $(DB)
	@$(BIN)/prongsai export jsonl demo/reports.jsonl --db $(DB)
	@echo
	@echo "The samples are in      $(SAMPLES)"
	@echo "The database is         $(DB)"
	@echo "The tables are in       demo/csv, demo/parquet, demo/package"
	@echo "The workbook is         demo/reports.xlsx"
	@echo "The reports as JSON are demo/reports.jsonl"
	@echo
	@echo "The first rows of demo/csv/scores.csv:"
	@head -n 8 demo/csv/scores.csv

test: $(STAMP)
	$(BIN)/pytest -n auto

lint: $(STAMP)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

$(STAMP): pyproject.toml constraints.txt scripts/setup.sh scripts/setup-system.sh
	@scripts/setup-system.sh
	@scripts/setup.sh $(VENV)
	@touch $@

clean:
	rm -rf $(VENV) demo dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
