# Everything from a clean clone: `make demo`, `make test`. Needs Python 3.12 or later and, for
# meshes and pictures, a few system libraries that `make setup` names when they are missing.

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
export OMP_NUM_THREADS ?= 1
export PATH := $(CURDIR)/$(BIN):$(PATH)
# The tests start some hundred processes, each of which would compile the package again.
unexport PYTHONDONTWRITEBYTECODE

# The pinned wheels are there for 3.12 first. The shims of pyenv do not answer for a version that
# is not switched on, so its versions folder is searched as well.
FIND_PYTHON = for python in $(PYTHON) python3.12 python3.13 python3.14 python3 python \
	  $$(ls -d "$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/3.1[2-9]*/bin/python 2>/dev/null); do \
	    if "$$python" -c 'import sys, venv; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; \
	    then command -v "$$python"; exit; fi; done

.PHONY: setup demo test test-fast validate lint bench docs

setup: $(READY)

$(READY): pyproject.toml requirements.lock
	@python=$$($(FIND_PYTHON)); \
	if [ -z "$$python" ]; then \
	  echo "nanoglue needs Python 3.12 or later; python3 here is $$(python3 --version 2>&1)." >&2; \
	  echo "Install one, or name it: make $(or $(MAKECMDGOALS),setup) PYTHON=/path/to/python3.12" >&2; \
	  exit 1; \
	fi; \
	if ! $(BIN)/python -c 'import sys; sys.exit(sys.version_info < (3, 12))' 2>/dev/null; then \
	  echo "making $(VENV) with $$python"; "$$python" -m venv --clear $(VENV); \
	fi
	@echo "installing what requirements.lock pins (some minutes the first time)"
	@$(BIN)/python -m pip install -qq --disable-pip-version-check -r requirements.lock
	@$(BIN)/python -m pip install -qq --disable-pip-version-check \
	  --no-deps --no-build-isolation --editable .
	@$(BIN)/nanoglue doctor
	@touch $@

demo: setup
	$(BIN)/nanoglue run nanoglue/bare --force -o results/demo

# Tests on several ranks run in one session a number of ranks, where libraries are imported once;
# each reads only the files of which a line has a mark with this number. Where there are fewer
# cores, ranks that wait sleep, for which MPI reads the variable before tests/conftest.py sets it;
# two ranks on two cores are three times faster without.
ON_RANKS = $(BIN)/python -m pytest -q
OTHER_RANKS = $(ON_RANKS) -q --no-header --no-summary --tb=short

test: setup
	$(BIN)/python -m pytest -q -m "not slow and parallel[1]" -n 2 --dist loadfile \
	  --no-loadscope-reorder
	for others in 1 3; do \
	  ranks=$$(($$others + 1)); only="not slow and parallel[$$ranks]"; \
	  files=$$(grep -rlE --include="*.py" "mark.parallel\(.*$$ranks" tests); \
	  MPIR_CVAR_ENABLE_HEAVY_YIELD=$$(($$ranks > $$(getconf _NPROCESSORS_ONLN))) \
	  $(BIN)/mpiexec -n 1 $(ON_RANKS) -m "$$only" $$files \
	    : -n $$others $(OTHER_RANKS) -m "$$only" $$files || exit; \
	done

# Tests that compile no forms, in one process, as a second one would import everything again.
FAST := tests/case tests/cases tests/models tests/units tests/test_annotations.py \
  tests/test_attributes.py \
  tests/test_layers.py tests/test_tree.py tests/cli/test_built_in.py tests/cli/test_new_and_view.py \
  tests/mesh/test_interface_geometry.py tests/mesh/test_particle_on_fibre.py \
  tests/observables/test_extremes.py tests/output/test_headline.py \
  tests/physics/test_time_integration.py tests/runtime/test_environment.py \
  tests/stepping/test_arc_length_switch.py tests/stepping/test_step_size.py \
  solver/nanoglue/case solver/nanoglue/models solver/nanoglue/units
COMPILES := tests/case/test_library_cases.py tests/cases/test_fatigue.py \
  tests/cases/test_moved_film.py tests/cases/test_selenium.py tests/models/test_fatigue_laws.py \
  tests/models/test_transfer_and_temperature.py

COMPILED_TEST := $(addprefix tests/models/test_tensors.py::, \
  test_full_forms_equal_block_forms_and_differentiate_at_equal_stretches)

test-fast: setup
	$(BIN)/python -m pytest -q -m "not slow and parallel[1]" \
	  $(COMPILES:%=--ignore=%) --deselect $(COMPILED_TEST) $(FAST)

validate: setup
	$(BIN)/python -m benchmarks.verification.run
	$(BIN)/python -m pytest -q -m slow

lint: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/codespell docs README.md CONTRIBUTING.md solver/nanoglue meshes cases

# The site needs nothing from the network: site/index.html.
docs: setup
	NO_MKDOCS_2_WARNING=1 $(BIN)/python -m mkdocs build --strict

# At most 30 minutes on one core after the other codes are installed; docs/benchmarks.md has the
# measured times. The convergence study of the particle is not a part of it: it takes hours.
bench: setup
	$(BIN)/python -m benchmarks.run
