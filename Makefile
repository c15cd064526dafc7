# Every target sets up what it needs; `make help` lists them.

SHELL := /bin/sh
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

# Where state, caches and logs go; nothing else is written, apart from the virtual environment.
SEGUE_HOME ?= $(CURDIR)/var
# Training data; only train, evaluate and some tests need it.
SEGUE_DATA ?= $(CURDIR)/../shared/data
# The virtual environment.
VENV ?= $(CURDIR)/.venv
# Where torch comes from, for example https://download.pytorch.org/whl/cu126; empty: where pip looks by itself.
TORCH_INDEX ?=
# The demo's port; empty: a free one.
PORT ?=
# Passed on to the command behind a target, for example `make test ARGS="-k ranking"`.
ARGS ?=

export SEGUE_HOME SEGUE_DATA
export PYTHONDONTWRITEBYTECODE := 1
export HYPOTHESIS_STORAGE_DIRECTORY := $(SEGUE_HOME)/cache/hypothesis
export MYPY_CACHE_DIR := $(SEGUE_HOME)/cache/mypy
export RUFF_CACHE_DIR := $(SEGUE_HOME)/cache/ruff
export NUMBA_CACHE_DIR := $(SEGUE_HOME)/cache/numba

PY := $(VENV)/bin/python
PYTEST := $(PY) -m pytest -o cache_dir="$(SEGUE_HOME)/cache/pytest"
FIND_PYTHON := for name in "$$PYTHON" python3.11 python3.12 python3 python; do \
	[ -n "$$name" ] && "$$name" -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 13))' 2>/dev/null \
	&& { echo "$$name"; break; }; done
define INSTALL
	@python=$$($(FIND_PYTHON)); \
	if [ -z "$$python" ]; then \
		echo "segue: Python 3.11 or 3.12 is needed and none was found on PATH; name one with PYTHON=/path/to/python" >&2; \
		exit 2; \
	fi; \
	"$$python" requirements/install.py $(1) --venv "$(VENV)" --torch-index "$(TORCH_INDEX)"
endef

.PHONY: help demo test test-long run lint train evaluate bench lock clean

help: ## list these targets
	@echo "Segue: make TARGET [VARIABLE=value]"
	@sed -n 's/^\([a-z-]*\): ## \(.*\)/  \1|\2/p' Makefile | awk -F'|' '{printf "%-14s %s\n", $$1, $$2}'
	@echo "Variables: SEGUE_HOME=$(SEGUE_HOME) SEGUE_DATA=$(SEGUE_DATA) VENV PYTHON TORCH_INDEX PORT ARGS"

demo: ## open the bot in a simulated Discord on this machine; needs no token and no network (PORT=8000 fixes the port)
	$(call INSTALL,demo)
	@exec $(PY) -m bot.demo $(if $(PORT),--port $(PORT)) $(ARGS)

test: ## check style and types, then run every test but the long ones
	$(call INSTALL,dev)
	@$(MAKE) lint-installed
	@echo "segue: tests"
	@# A test waits for half of its time, so three workers suit two cores.
	@exec $(PYTEST) -n 3 --dist loadfile $(ARGS)

test-long: ## run the tests that take minutes: kill -9, large uploads, soak
	$(call INSTALL,dev)
	@exec $(PYTEST) -m long $(ARGS)

run: ## connect the bot to Discord with DISCORD_TOKEN, from the environment or .env
	$(call INSTALL,run)
	@exec $(PY) -m bot $(ARGS)

lint: ## check style (ruff) and types (mypy) only
	$(call INSTALL,dev)
	@$(MAKE) lint-installed

.PHONY: lint-installed
lint-installed:
	@echo "segue: style"
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check --quiet . || { echo "segue: mend with $(PY) -m ruff format ." >&2; exit 1; }
	@echo "segue: types"
	@$(PY) -m mypy

train: ## train both networks on SEGUE_DATA; goes on where it stopped
	$(call INSTALL,dev)
	@exec $(PY) -m engine.training $(ARGS)

evaluate: ## every table that says how good the ear is, beside musicnn and simpler baselines, on SEGUE_DATA
	$(call INSTALL,dev)
	@status=0; for table in ear calibration catalogue same-song versions music hetrec cold-start simulated; do $(PY) -m engine.evaluation $$table $(ARGS) || status=$$?; \
	[ $$status -lt 2 ] || break; done; exit $$status

bench: ## time answers, embedding, start and memory, with this machine's facts
	$(call INSTALL,dev)
	@exec $(PY) -m benchmarks $(ARGS)

lock: ## resolve pyproject.toml into requirements/*.lock anew (ARGS="--constraint FILE" keeps to versions)
	$(call INSTALL,dev)
	@exec $(PY) requirements/lock.py $(ARGS)

clean: ## remove the virtual environment and caches; answers, likes and models under SEGUE_HOME stay
	rm -rf "$(VENV)" "$(SEGUE_HOME)/cache" "$(SEGUE_HOME)/demo"
