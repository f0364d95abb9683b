# Factdesk from a fresh checkout: each target installs what it needs into .venv.
# PYTHON=/path/to/python3 chooses the interpreter; TESTS=tests/bot narrows `make test`.

.NOTPARALLEL:
.PHONY: help demo test install check format bench lock clean

PYTHON ?=
TESTS ?=
UV ?= uv
BIN = .venv/bin
NEEDS_RUNTIME = @PYTHON='$(PYTHON)' sh .ci/venv requirements.lock
NEEDS_ALL = @PYTHON='$(PYTHON)' sh .ci/venv requirements-dev.lock
COMPILE = $(UV) pip compile pyproject.toml --quiet --universal --python-version 3.11 \
	--generate-hashes --no-build --no-emit-index-url --no-header $(UPGRADE)

help:
	@echo 'make demo     the Riga briefing in a store thrown away afterwards'
	@echo 'make test     the whole suite, on SQLite and on a PostgreSQL of its own'
	@echo 'make install  .venv, with factdesk in it'
	@echo 'make check    format, lint, types, who may import whom'
	@echo 'make bench    the long measurements (MOST=10000: no larger stores; FACTS=1000000: that one alone)'
	@echo '              (KILLS=200: only desks that are killed so often under load, on each database; SEED=7: at other instants)'
	@echo 'make format   put the code into its one form'
	@echo 'make lock     the lock files anew from pyproject.toml (UPGRADE=--upgrade: newest versions)'
	@echo 'make clean    remove .venv and what tools leave behind'

demo:
	$(NEEDS_RUNTIME)
	@$(BIN)/factdesk demo

install:
	$(NEEDS_RUNTIME)
	@echo 'Ready: $(BIN)/factdesk --help'

# Bytecode is kept, as Python does by default: the suite starts the program some hundred times.
# Each worker begins with a half of its own, so that what a file or folder shares is made once.
test:
	$(NEEDS_ALL)
	PYTHONDONTWRITEBYTECODE= $(BIN)/python -m pytest --numprocesses 2 --dist worksteal $(TESTS)

check:
	$(NEEDS_ALL)
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/lint-imports

format:
	$(NEEDS_ALL)
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

bench:
	$(NEEDS_ALL)
	$(BIN)/python tests/benchmarks/run.py $(if $(MOST),--most $(MOST)) $(if $(FACTS),--facts $(FACTS)) \
		$(if $(KILLS),kills --kills $(KILLS)) $(if $(SEED),--seed $(SEED))

lock:
	@command -v '$(UV)' >/dev/null || { echo 'make lock needs uv: pipx install uv'; exit 1; }
	$(COMPILE) --group build --output-file requirements.lock
	$(COMPILE) --group build --group dev --output-file requirements-dev.lock

clean:
	rm -rf .venv .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache *.egg-info build
	find bot handlers storage tests -name __pycache__ -type d -prune -exec rm -rf {} +
