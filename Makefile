# Two commands do all set-up: `make demo` to look at meshgov, `make test` to work on it.
# Everything goes into .venv and .tools of this checkout; `make clean` removes both.

SHELL := /bin/sh
PY := .venv/bin/python
# Tests, Rego checks and benchmarks use the opa that scripts/install_opa.py chose.
TOOLS := PATH="$(CURDIR)/.tools/bin:$$PATH"
PYTEST_WORKERS ?= 2
# A test that hangs is ended with its stack, instead of holding up CI until that is killed. The
# profile makes properties try the same values each time and without a clock; plain pytest varies.
PYTEST := -m pytest -q -n $(PYTEST_WORKERS) --timeout 120 --hypothesis-profile ci
# Names of the tests that ask two engines the same.
PARITY := engines_agree or on_engines or on_opa or test_examples
CODE := src tests scripts bench

.DEFAULT_GOAL := help
.PHONY: help demo test ci lint typecheck test-rego test-wheel test-unit test-parity docs opa \
	programs lock build bench soak clean

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-12s %s\n", $$1, $$2 }' Makefile

demo: .venv/.base ## Set up, then show the mesh in examples/
	@sh scripts/demo.sh

# One after the other even under `make -j`, cheapest first; pytest's closing line comes last.
test: .venv/.dev ## Set up, then every check and every test
	@$(MAKE) --no-print-directory lint
	@$(MAKE) --no-print-directory typecheck
	@$(MAKE) --no-print-directory test-rego
	@$(MAKE) --no-print-directory test-wheel
	@$(MAKE) --no-print-directory test-unit

ci: ## The same as CI runs it
	@bash .ci/run

lint: .venv/.dev ## Style of the Python code, and the layering of its packages
	@echo "== lint"
	@$(PY) -m ruff check --quiet $(CODE)
	@$(PY) -m ruff format --check --quiet $(CODE) || { echo "Run: $(PY) -m ruff format"; exit 1; }
	@$(PY) -c 'from importlinter.cli import lint_imports; raise SystemExit(lint_imports())'

typecheck: .venv/.dev ## mypy --strict
	@echo "== typecheck"
	@$(PY) -m mypy
	@$(PY) -m mypy scripts bench

test-rego: .venv/.dev opa ## Format, strict check, tests and coverage of the policies
	@echo "== test-rego"
	@$(TOOLS) $(PY) scripts/check_rego.py

test-wheel: .venv/.dev ## Build the wheel and use it from another folder
	@echo "== test-wheel"
	@$(PY) scripts/check_wheel.py

test-unit: .venv/.dev opa programs ## pytest with the coverage gate
	@echo "== test-unit"
	@$(TOOLS) $(PY) $(PYTEST) --cov --cov-report=
	@$(PY) scripts/coverage_gate.py

test-parity: .venv/.dev opa ## Only the tests that hold the two engines equal
	@$(TOOLS) $(PY) $(PYTEST) -k "$(PARITY)"

docs: .venv/.dev ## Write the documents that follow from data (docs/changes.md, docs/rules)
	@$(PY) scripts/generate_docs.py

opa: .venv/.base ## Find, fetch or build the OPA that the tests use
	@$(PY) scripts/install_opa.py

programs: .venv/.dev ## Find or install the Chromium and the LibreOffice that the tests use
	@$(PY) scripts/install_programs.py

lock: .venv/.base ## Re-create requirements/*.txt (UPGRADE=1: with the newest versions)
	@sh scripts/lock.sh

build: .venv/.dev ## Source archive and wheel into dist/
	@$(PY) -m build --no-isolation --outdir dist .

bench: .venv/.dev opa ## Precision of pii_unmarked, benchmarks against peers (minutes; not part of test)
	@$(PY) bench/pii.py
	@$(TOOLS) $(PY) bench/run.py
	@$(PY) bench/evidence.py
	@$(PY) bench/report.py

soak: .venv/.dev opa ## Kill runs half-way and look for left-overs (minutes; not part of test)
	@$(TOOLS) $(PY) bench/soak.py
	@$(PY) bench/soak_evidence.py

clean: ## Remove everything that make created
	rm -rf .venv .tools dist build .coverage .coverage.* .pytest_cache .mypy_cache .ruff_cache \
		.import_linter_cache .hypothesis .bench

# A virtual environment is bound to its folder and interpreter: make it anew when either has gone.
ifneq ($(shell .venv/bin/python -c '' 2>/dev/null && cat .venv/.home 2>/dev/null),$(realpath .))
.PHONY: .venv/.base .venv/.dev
endif

.venv/.base: requirements/base.txt requirements/build.txt pyproject.toml scripts/venv.sh
	@sh scripts/venv.sh base

.venv/.dev: requirements/dev.txt pyproject.toml scripts/venv.sh
	@sh scripts/venv.sh dev
