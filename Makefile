# Everything runs from .venv, which the lock fills. TAKEDOWN_HOME (default ./data) is where data and releases live.
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= python3
export TAKEDOWN_HOME ?= $(CURDIR)/data
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help demo test dev bench lint audit lock seeds mirrors mutations i18n clean

help:           ## what can be made
	@grep -hE '^[a-z0-9]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z0-9]+):[^#]*## /make \1\t/' | expand -t 16

demo: $(VENV)/.ready  ## sample, real reports at hand, build, gate, release, site
	@$(BIN)/takedown demo --console

test: $(VENV)/.ready  ## the whole suite
	@$(BIN)/python -m pytest

dev: $(VENV)/.ready  ## Dagster's UI on http://127.0.0.1:3000
	@mkdir -p $(TAKEDOWN_HOME)/dagster && cp orchestration/dagster.yaml $(TAKEDOWN_HOME)/dagster/
	@DAGSTER_HOME=$(abspath $(TAKEDOWN_HOME))/dagster $(BIN)/dagster dev -w workspace.yaml -h 127.0.0.1

bench: $(VENV)/.ready  ## how long it takes, as ratios measured in one run
	@$(BIN)/python -m pytest tests/benchmarks -s --timeout 0

lint: $(VENV)/.ready  ## ruff, mypy, sqlfluff, import-linter
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy
	@$(BIN)/sqlfluff lint -p 2 dbt_project && $(BIN)/lint-imports --no-logo

audit: $(VENV)/.ready  ## ask the vulnerability service about every locked package: 0 none known, 1 some, 2 not answered
	@$(BIN)/pip-audit -r requirements.lock --disable-pip --require-hashes --progress-spinner off -f json 2>$(VENV)/audit.log \
		| $(BIN)/python .ci/audit.py $(VENV)/audit.log

lock:           ## renew requirements.lock: exact versions with hashes, no index address
	@test -x $(BIN)/uv || $(MAKE) --no-print-directory $(VENV)/bin/uv
	@$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-annotate \
		--no-header --upgrade --all-extras pyproject.toml -o requirements.lock

seeds: $(VENV)/.ready  ## renew the seeds carried over from published reports, from the files themselves
	@$(BIN)/python -c 'from orchestration import carried_over, settings; \
		print(*carried_over.write_seeds(settings.read_settings()), sep="\n")'

mirrors: $(VENV)/.ready  ## train and judge the matching of accounts anew, and renew its committed figures
	@$(BIN)/python -c 'from orchestration import settings; from orchestration.mirrors import evaluation; \
		[print(line, flush=True) for line in evaluation.renew(settings.read_settings())]'

mutations: $(VENV)/.ready  ## corrupt the built tables by a seed, and renew the committed score of who notices
	@$(BIN)/python -m pytest tests/pipeline/poison/test_mutation_score.py -s --renew

i18n: $(VENV)/.ready  ## renew dashboards/locale from code, templates and data; translations are kept
	@$(BIN)/python -c 'from orchestration import catalogues, settings; \
		print(*catalogues.renew(settings.read_settings()), sep="\n")'

clean:          ## remove what was generated, but no data
	@rm -rf $(VENV) target logs *.egg-info .pytest_cache .mypy_cache .ruff_cache

$(VENV)/bin/uv:
	@command -v $(PYTHON) >/dev/null || { echo "python3 is missing: install Python 3.11 or newer"; exit 1; }
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
		|| { echo "$$($(PYTHON) --version) is too old: install Python 3.11 or newer"; exit 1; }
	@echo "making $(VENV)"
	@$(PYTHON) -m venv $(VENV) || { echo "python3 cannot make virtual environments: run .ci/install-debian-packages as root"; exit 1; }
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv \
		|| { echo "uv could not be installed: is a package index reachable? (pip config list)"; exit 1; }

$(VENV)/.ready: requirements.lock pyproject.toml | $(VENV)/bin/uv
	@echo "installing requirements.lock"
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --require-hashes --compile-bytecode -r requirements.lock \
		|| { echo "the locked packages could not be installed: see the line above"; exit 1; }
	@$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
	@touch $@
