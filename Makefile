# Everything sets itself up: `make demo` and `make test` work on a fresh machine with Python 3.11 or newer.
PYTHON ?= python3
VENV   ?= .venv
BIN    := $(VENV)/bin
DEMO   := demo-out
QUALIFIED := qualify-out
ASSIGNMENT ?= conv
EXAMPLES ?= 20000
JOBS ?= logical

.PHONY: help setup demo test test-chaos test-gradescope test-slurm qualify fuzz lint format bench clean

help:                ## this list
	@sed -n 's/^\([a-z-]*\):.*## /  make \1\t/p' Makefile

setup: $(VENV)/.ready

$(VENV)/.ready: pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Python 3.11 or newer is needed: make PYTHON=python3.12"; exit 1; }
	@echo "Setting up $(VENV): about 5 GB with torch, a minute on a fast line …"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	@$(BIN)/python -m uv pip install --quiet --python $(BIN)/python --editable '.[dev]'
	@touch $@

demo: setup          ## build the conv handout, grade a made-up class, show the table
	@$(BIN)/autograder build conv --handout-only --no-qualify
	@$(BIN)/autograder sample conv --out $(DEMO)/export.zip
	@$(BIN)/autograder grade $(DEMO)/export.zip --assignment conv --out $(DEMO)/results

# A worker that dies ends the run: pytest-xdist 3.8 waits for ever after it replaced one.
test: setup lint     ## the whole test suite, a process for each core, or JOBS=1
	@$(BIN)/python -m pytest --numprocesses $(JOBS) --dist loadfile --no-loadscope-reorder --max-worker-restart 0

test-gradescope: setup   ## grade in a replica of Gradescope's container: root, debootstrap, about 4 minutes
	@AUTOGRADER_REPLICA=1 $(BIN)/python -m pytest tests/gradescope

test-chaos: setup    ## kill the processes of a batch at fifty random moments; minutes
	@$(BIN)/python -m pytest -q -s -m chaos tests/autograder/batch/test_chaos.py

test-slurm: setup    ## batches on a real Slurm on this machine; Debian, and root to install it; minutes
	@tests/slurm/testbed install
	@$(BIN)/python -m pytest -q -m slurm tests/slurm

qualify: setup       ## prove the exam of ASSIGNMENT=conv on right and wrong answers; a page in qualify-out
	@mkdir -p $(QUALIFIED)
	@$(BIN)/autograder qualify $(ASSIGNMENT) --json $(QUALIFIED)/$(ASSIGNMENT).json --html $(QUALIFIED)/$(ASSIGNMENT).html

fuzz: setup          ## the wire with random and damaged frames, EXAMPLES=20000 of each kind
	@EXAMPLES=$(EXAMPLES) $(BIN)/python -m pytest -q tests/autograder/sandbox/test_wire.py \
	    tests/autograder/sandbox/test_tree.py tests/autograder/sandbox/test_candidate.py

lint: setup          ## style and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

format: setup        ## put the code in form
	@$(BIN)/ruff check --fix .
	@$(BIN)/ruff format .

bench: setup         ## speed and memory, as ratios against otter-grader; what the sandbox costs; metrics against torchmetrics
	@$(BIN)/python benchmarks/sandbox.py
	@$(BIN)/python benchmarks/metrics.py
	@$(BIN)/python benchmarks/evaluation.py
	@$(BIN)/python benchmarks/gradebook.py
	@$(BIN)/python benchmarks/grading.py
	@$(BIN)/python benchmarks/batch.py

clean:               ## remove what was made, the environment too
	rm -rf $(VENV) $(DEMO) $(QUALIFIED) .autograder build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
