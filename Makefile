# Every command that a person or CI runs. `make` lists them.
.DEFAULT_GOAL := help
.PHONY: help run test check rules fix bench prove demo docs lock install install-dev browser
SHELL := /bin/sh
BIN := .venv/bin
NPM := $(shell command -v npm 2>/dev/null || echo $(BIN)/npm)
export PYTHONUTF8 := 1

help: ## list these commands
	@grep -E '^[a-z-]+:.*## ' Makefile | sed 's/:.*## /\t/' | awk -F'\t' '{printf "  make %-12s %s\n", $$1, $$2}'

run: install ## install everything, start the database, load the demo city once, serve the site
	@$(BIN)/jiugai serve --with-demo

test: install-dev browser ## install everything, run every test
	@$(BIN)/python -m pytest -n 2 --dist loadfile --no-loadscope-reorder -q

check: install-dev ## format, lint, contracts, types, migrations, documents
	@$(BIN)/ruff format --check --quiet . && echo "format   ok"
	@$(BIN)/ruff check --quiet . && echo "lint     ok"
	@find src/jiugai/web -name '*.html' | xargs $(BIN)/djade --check --target-version 5.2 && echo "templates ok"
	@$(BIN)/lint-imports | tail -n 3
	@$(BIN)/mypy
	@$(BIN)/python scripts/check_migrations.py
	@$(BIN)/python scripts/reference.py --check

rules: install-dev ## the ground floor's tests only, in seconds
	@$(BIN)/python -m pytest -q tests/domain

fix: install-dev ## format, mend what can be mended, write the reference anew
	@$(BIN)/ruff format --quiet .
	@$(BIN)/ruff check --fix --quiet . || true
	@find src/jiugai/web -name '*.html' | xargs $(BIN)/djade --target-version 5.2 || true
	@$(BIN)/python scripts/reference.py

bench: install-dev ## figures against the named peers and goals, one table each
	@$(BIN)/python -m bench

prove: install-dev browser ## the long proofs: a newcomer's run, load, screenshots
	@$(BIN)/python -m bench.prove

demo: install-dev ## make the demo city's workbooks anew from their seed
	@$(BIN)/python -m demo.make_city

docs: install-dev ## write the generated reference
	@$(BIN)/python scripts/reference.py

lock: install ## pin dependencies anew, with hashes and without any address
	@$(BIN)/uv pip compile -q pyproject.toml --python-version 3.11 --no-header -o requirements/base.txt
	@$(BIN)/uv pip compile -q pyproject.toml --group dev --python-version 3.11 --no-header -c requirements/base.txt -o requirements/dev.txt

install: .venv/.base .venv/.vendor

install-dev: .venv/.dev .venv/.vendor

.venv/bin/uv: requirements/installer.txt
	@test -x $(BIN)/python || python3 -m venv .venv
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements/installer.txt
	@touch $@

.venv/.base: requirements/base.txt pyproject.toml | .venv/bin/uv
	@echo "安装运行所需的包 …"
	@test -f .venv/.dev || $(BIN)/uv pip sync --quiet --require-hashes requirements/base.txt
	@test ! -f .venv/.dev || $(BIN)/uv pip install --quiet --require-hashes -r requirements/base.txt
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@

.venv/.dev: requirements/dev.txt requirements/base.txt pyproject.toml | .venv/bin/uv
	@echo "安装测试与检查所需的包 …"
	@$(BIN)/uv pip sync --quiet --require-hashes requirements/dev.txt
	@$(BIN)/uv pip install --quiet --no-deps --no-build-isolation -e .
	@touch $@ .venv/.base

# Node is used once, to fetch what the browser and the set-up need. Where it is absent, a wheel brings it.
.venv/.vendor: package-lock.json .npmrc scripts/vendor.py | .venv/bin/uv
	@command -v npm >/dev/null 2>&1 || $(BIN)/uv pip install --quiet --require-hashes -r requirements/node.txt
	@echo "取页面所需的文件 …"
	@PATH="$(CURDIR)/$(BIN):$$PATH" $(NPM) ci --silent --no-audit --no-fund --ignore-scripts
	@$(BIN)/python scripts/vendor.py
	@touch $@

browser:
	@sh scripts/browser.sh
