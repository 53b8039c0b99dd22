# `make demo` and `make test` make their own environment in .venv; nothing outside this folder is touched.
PYTHON ?= python3
UV_VERSION := 0.13.9
UV := .bootstrap/bin/uv
BIN := .venv/bin
DEMO := build/demo

.PHONY: test coverage demo format bench lock model samples clean

# The tests start Python some hundred times: compiled modules are kept, whatever the machine's habit. Three processes for
# two processors, as tests wait for browsers and servers.
test: export PYTHONDONTWRITEBYTECODE =
test: .venv/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n 3 --dist worksteal

# The tests once more with every line and branch counted, which takes a third longer.
coverage: export PYTHONDONTWRITEBYTECODE =
coverage: .venv/.dev
	$(BIN)/pytest -n 3 --dist worksteal --cov --cov-report=term

demo: .venv/.runtime
	$(BIN)/minyi run samples/batch --workspace $(DEMO)/workspace --out $(DEMO)/drafts

format: .venv/.dev
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .

bench: .venv/.dev
	$(BIN)/python -m benchmarks

# Both locks name packages, versions and hashes, and no address: any index that serves these files will do.
lock: $(UV)
	@$(UV) pip compile pyproject.toml --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements.lock
	@$(UV) pip compile pyproject.toml --group dev -c requirements.lock --universal --generate-hashes --no-emit-index-url --no-header -q -o requirements-dev.lock

# The models of the shipped comments, after these or the recipe have changed; some minutes.
model: .venv/.dev
	$(BIN)/python -m classifiers.build

samples: .venv/.dev
	$(BIN)/python -m samples.build

clean:
	rm -rf build .venv .bootstrap

$(UV):
	@PIP_ROOT_USER_ACTION=ignore $(PYTHON) -m pip install --quiet --disable-pip-version-check --target .bootstrap uv==$(UV_VERSION)

.venv/bin/python: $(UV)
	@echo "making the environment in .venv (some 150 packages; a minute or two)"
	@$(UV) venv --quiet --allow-existing --python $(PYTHON) .venv

.venv/.runtime: requirements.lock pyproject.toml .venv/bin/python
	@$(UV) pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements.lock
	@$(UV) pip install --quiet --python $(BIN)/python --no-deps --editable .
	@touch $@

.venv/.dev: requirements-dev.lock .venv/.runtime
	@$(UV) pip install --quiet --python $(BIN)/python --compile-bytecode --require-hashes -r requirements-dev.lock
	@touch $@
