# `make run` opens the desk, `make test` checks everything. Both need Python 3.11 or newer and nothing else installed.

VENV := .venv
PYTHON := $(VENV)/bin/python
RUN := $(VENV)/installed-to-run
DEV := $(VENV)/installed-to-develop
WORKERS ?= 2

# Constraints hold for what builds the package as well; newer and older pips read different names for that.
export PIP_CONSTRAINT := constraints.txt
export PIP_BUILD_CONSTRAINT := constraints.txt
export PIP_DISABLE_PIP_VERSION_CHECK := 1
INSTALL := $(PYTHON) -m pip install --progress-bar off

.PHONY: run test check format texts bench clean
.DELETE_ON_ERROR:

run: $(RUN)
	@$(PYTHON) -m mpwizard $(ARGS)

test: check

check: $(DEV)
	$(PYTHON) -m ruff format --check
	$(PYTHON) -m ruff check
	$(PYTHON) -m mypy
	$(VENV)/bin/lint-imports --no-logo --no-cache
	$(PYTHON) -m tools.texts check
	$(PYTHON) -m pytest -n $(WORKERS) $(ARGS)

format: $(DEV)
	$(PYTHON) -m ruff format
	$(PYTHON) -m ruff check --fix

texts: $(DEV)
	$(PYTHON) -m tools.texts update

bench: $(DEV)
	$(PYTHON) -m benchmarks $(ARGS)

clean:
	rm -rf $(VENV)

$(RUN): pyproject.toml constraints.txt | $(VENV)/bin/pip
	$(INSTALL) --editable .
	@touch $@

$(DEV): pyproject.toml constraints.txt | $(VENV)/bin/pip
	$(INSTALL) --editable '.[dev]'
	@touch $@ $(RUN)

# pip is the last thing that venv writes, so a half-made environment is made again.
$(VENV)/bin/pip:
	@sh tools/make-venv.sh $(VENV)
