# Two commands for everybody: `make demo` and `make test`. Each sets up what it needs in .venv.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
OUT := build/demo

.PHONY: demo test quick lint fix model results clean

demo: $(VENV)/.runtime
	@mkdir -p $(OUT)
	$(BIN)/framing annotate annotations/demo/articles -o $(OUT)/scores.parquet --report $(OUT)/report.html
	$(BIN)/framing profile $(OUT)/scores.parquet -o $(OUT)/profile.csv --chart $(OUT)/profile.png --chart $(OUT)/profile.svg
	$(BIN)/framing compare annotations/demo/articles --event flood -o $(OUT)/compare.html
	$(BIN)/framing evaluate demo
	@echo "Open $(OUT)/report.html and $(OUT)/compare.html in a browser; the chart is $(OUT)/profile.png, the scores $(OUT)/scores.parquet."

test: lint
	$(BIN)/python -m pytest -q

quick: lint
	$(BIN)/python -m pytest -q -m "not slow"

lint: $(VENV)/.dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

fix: $(VENV)/.dev
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# The default model, anew, beside the shipped one (two hours and a half on two cores; goes on where it was broken off).
model: $(VENV)/.dev
	$(BIN)/framing train --recipe default -o models/first
	$(BIN)/framing train --recipe further --base models/first -o models/second
	$(BIN)/framing train --recipe counterfactual --base models/second -o models/third

# The figures of eval/RESULTS.md, but for the splitters: python -m eval.benchmarks.splitters compares those that
# are installed, and `precision`, which compares two models. Some hours on two cores.
results: $(VENV)/.dev
	$(BIN)/framing choose default unpaired silver_gold gold --save
	$(BIN)/framing crossvalidate babe-random babe-grouped babe-outlet --save
	$(BIN)/framing crossvalidate babe-random --recipe fast_unpaired --recipe unpaired --save
	$(BIN)/framing crossvalidate babe-grouped --recipe unpaired --save
	$(BIN)/framing crossvalidate babe-outlet --recipe unpaired --recipe plain --save
	$(BIN)/framing evaluate --save
	$(BIN)/framing evaluate coverage --save
	$(BIN)/python -m training.figures

$(VENV)/bin/python:
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --upgrade pip

$(VENV)/.runtime: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml constraints.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable '.[train,web,cluster,dev]'
	@touch $@ $(VENV)/.runtime

clean:
	rm -rf build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
