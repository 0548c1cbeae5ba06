# Needs Python 3.11 or newer and make. Without make, as on Windows, see docs/install.md.
PYTHON ?= python3
BIN := .venv/bin
# DATA names a folder of recordings with recordings.csv, sets.csv and reps.csv, as recordings/ has them; so does the
# environment variable SENSORCOACH_RECORDINGS. SCORE names a program that scores them (CONTRIBUTING.md).
DATA_OPTION = $(if $(DATA),--data $(DATA))
SCORE_OPTION = $(if $(SCORE),--scorer $(SCORE))
PIP_INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: help demo virtual test check format lint types imports unit fuzz score bench simulated scenes armed fit accuracy recordings goldens picture site wheel lock clean
.DEFAULT_GOAL := help

help: ## Show this list
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-11s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

# ---- the environment ---------------------------------------------------------------------------------------------

.venv/pyvenv.cfg:
	$(PYTHON) -c 'import sys; sys.exit(0 if sys.version_info >= (3, 11) else "sensorcoach needs Python 3.11 or newer; this is " + sys.version)'
	$(PYTHON) -m venv .venv

.venv/run.stamp: requirements/run.txt pyproject.toml | .venv/pyvenv.cfg
	@echo "Installing what sensorcoach needs into .venv ..." >&2
	$(PIP_INSTALL) --require-hashes -r requirements/run.txt
	$(PIP_INSTALL) --no-deps --no-build-isolation -e .
	@touch $@

.venv/dev.stamp: requirements/dev.txt .venv/run.stamp
	@echo "Installing the development tools into .venv ..." >&2
	$(PIP_INSTALL) --require-hashes -r requirements/dev.txt
	@touch $@

.venv/virtual.stamp: requirements/virtual.txt .venv/run.stamp
	@echo "Installing the virtual radio into .venv ..." >&2
	$(PIP_INSTALL) --require-hashes -r requirements/virtual.txt
	@touch $@

.venv/docs.stamp: requirements/docs.txt .venv/run.stamp
	@echo "Installing the site generator into .venv ..." >&2
	$(PIP_INSTALL) --require-hashes -r requirements/docs.txt
	@touch $@

# ---- for everyone ------------------------------------------------------------------------------------------------

demo: .venv/run.stamp ## Play a simulated session; needs no sensor
	@$(BIN)/sensorcoach demo

virtual: .venv/virtual.stamp ## Install the virtual radio, for the demonstration over it

test: check unit site ## Every check: format, lint, types, import contracts, tests, documentation site

check: lint types imports

# ---- for developers ----------------------------------------------------------------------------------------------

format: .venv/dev.stamp ## Rewrite the code in house format
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

lint: .venv/dev.stamp ## Check format and lint rules, without changes
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .

types: .venv/dev.stamp ## Check strict types
	$(BIN)/basedpyright

imports: .venv/dev.stamp ## Check the import contracts (docs/architecture.md)
	$(BIN)/lint-imports --no-logo

unit: .venv/dev.stamp ## Run the tests only
	$(BIN)/python -m pytest -n auto

fuzz: .venv/dev.stamp ## Try damaged inputs on every reader and decoder for a minute
	$(BIN)/python -m tests.fuzz.run --seconds 60

goldens: .venv/dev.stamp ## Rewrite the golden screens and documents; then look at the diff
	$(BIN)/python -m pytest -n auto --update-goldens

score: .venv/run.stamp ## Score counting and timing against recordings with known truth (DATA=folder)
	$(BIN)/python -m bench.score $(DATA_OPTION) $(SCORE_OPTION)

bench: .venv/run.stamp ## Measure processor time, beside alternatives and stage by stage
	$(BIN)/python -m bench.speed

simulated: .venv/run.stamp ## Score all simulated exercises, styles and rates (minutes)
	$(BIN)/python -m bench.simulated

scenes: .venv/run.stamp ## Score scenes of ordinary behaviour at home
	$(BIN)/python -m bench.scenes

armed: .venv/run.stamp ## Measure how soon the first rep of a set counts, armed and not (DATA=folder)
	$(BIN)/python -m bench.armed $(DATA_OPTION)

fit: .venv/run.stamp ## Fit the weights of the evidence and write them (minutes; DATA=folder)
	$(BIN)/python -m bench.fit_evidence $(DATA_OPTION)

accuracy: .venv/run.stamp ## Write docs/accuracy.md again (half an hour; DATA=folder)
	$(BIN)/python -m bench.accuracy $(DATA_OPTION)

recordings: .venv/run.stamp ## Make the demonstration recordings again
	$(BIN)/python -m bench.make_recordings

picture: .venv/dev.stamp ## Draw the pictures of the documentation again
	$(BIN)/python docs/take_picture.py
	$(BIN)/python docs/draw_evidence.py
	$(BIN)/python docs/draw_rooms.py
	$(BIN)/python docs/draw_states.py

site: .venv/docs.stamp ## Build the documentation site into build/site; a warning is an error
	$(BIN)/python -m docs.site.build

wheel: .venv/run.stamp ## Build the wheel into build/wheel
	$(BIN)/python -m pip wheel --quiet --no-deps --no-build-isolation --wheel-dir build/wheel .

lock: .venv/dev.stamp ## Compile requirements/*.txt again, keeping pins (UPGRADE=--upgrade: newest)
	$(BIN)/uv pip compile $(UPGRADE) --quiet --universal --generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
	    pyproject.toml requirements/build.in -o requirements/run.txt
	$(BIN)/uv pip compile $(UPGRADE) --quiet --universal --generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
	    --extra virtual -c requirements/run.txt pyproject.toml requirements/build.in -o requirements/virtual.txt
	$(BIN)/uv pip compile $(UPGRADE) --quiet --universal --generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
	    --group dev -c requirements/virtual.txt pyproject.toml requirements/build.in -o requirements/dev.txt
	$(BIN)/uv pip compile $(UPGRADE) --quiet --universal --generate-hashes --no-emit-index-url --custom-compile-command "make lock" \
	    --group docs -c requirements/dev.txt pyproject.toml -o requirements/docs.txt

clean: ## Remove the environment, caches and what was built
	rm -rf .venv build .pytest_cache .ruff_cache .hypothesis .import_linter_cache
