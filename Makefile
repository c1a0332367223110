# Everything is set up on first use; only Python 3.11 or newer, make and a package index are needed.
PYTHON ?= python3
VENV := .venv
ifeq ($(OS),Windows_NT)
BIN := $(VENV)/Scripts
else
BIN := $(VENV)/bin
endif

# Tests and the bench start the program hundreds of times: it is compiled once, as an installed program is.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help demo test bench mutants look pictures reference check unit commands drawing browser spark clean

help: ## Say what can be made
	@echo "make demo    install, run the whole journey on a bundled cluster, list the results"
	@echo "make test    install, then all checks: lint, format, types, tests"
	@echo "make bench   measure speed, as ratios in one run; coverage; a room of phones; a sample of planted faults"
	@echo "make mutants plant faults in core/ and store/ for an hour, and say which ones no test notices"
	@echo "make spark   the same numbers inside Spark, on two threads; needs a Java runtime"
	@echo "make look    all charts on sheets in build/look; pages and slides as pictures (needs LibreOffice and poppler); make pictures renews the README's (and needs Chromium)"
	@echo "make reference renews docs/questionnaires.md and the schema beside the shipped questionnaires"
	@echo "make clean   remove what the others made"

$(VENV)/run: pyproject.toml
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11) and 'maturity needs Python 3.11 or newer; try: make PYTHON=python3.11')"
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/test: $(VENV)/run
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[test]"
	@touch $@

demo: $(VENV)/run ## The whole journey on a bundled cluster
	$(BIN)/maturity demo

test: $(VENV)/test check unit commands drawing browser ## All checks

check: $(VENV)/test
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/mypy

unit: $(VENV)/test
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "not drawing and not command and not process and not browser and not walk and not spark"

commands: $(VENV)/test
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "(command or process) and not drawing and not browser and not walk"

drawing: $(VENV)/test
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "drawing and not browser and not walk"

browser: $(VENV)/test
	$(BIN)/python -m pytest -n 2 --dist worksteal -m "browser or walk"

spark: $(VENV)/test ## The same numbers inside Spark: needs a Java runtime
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable ".[spark]"
	$(BIN)/python -m pytest -m spark

bench: $(VENV)/test ## Speed, as ratios in one run
	$(BIN)/python bench/start.py
	$(BIN)/python bench/speed.py
	$(BIN)/python bench/growth.py
	$(BIN)/python bench/formats.py
	$(BIN)/python bench/coverage.py
	$(BIN)/python bench/attack.py
	$(BIN)/python bench/live.py
	$(BIN)/python bench/network.py
	$(BIN)/python bench/mutants.py --minutes 5

mutants: $(VENV)/test ## Faults that no test notices; the longer, the more are tried
	$(BIN)/python bench/mutants.py --minutes 60

look: $(VENV)/test ## All charts on sheets in build/look, then documents as pictures, for people to look at
	$(BIN)/python bench/sheet.py
	$(BIN)/python bench/look.py

pictures: $(VENV)/test ## The same, and the pictures in docs/
	$(BIN)/python bench/look.py --docs

reference: $(VENV)/run ## Every key of a questionnaire, as the models say it
	$(BIN)/python bench/reference.py

clean:
	rm -rf $(VENV) maturity-demo maturity-look build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis
