# The shop's commands. `make` alone lists them.
PYTHON ?= $(shell for python in python3 python3.13 python3.12 python3.11 python3.14; do \
	"$$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null && { echo "$$python"; exit; }; done; echo python3)
PORT ?= 8000
VENV ?= .venv
export PORT VENV
# The installer leaves compiling to the first import, which must then be kept.
unexport PYTHONDONTWRITEBYTECODE
BIN = $(VENV)/bin/python
LOCK = $(BIN) -m piptools compile --quiet --generate-hashes --strip-extras --allow-unsafe --no-header \
	--no-emit-index-url --no-emit-trusted-host --no-emit-find-links --no-emit-options

.DEFAULT_GOAL := help
.PHONY: help run install install-dev test test-quick mutants lint format lock upgrade clean stress-checkout bench stack check-js node-checks lighthouse validate screenshots

help: ## list the commands
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 24

run: ## install, migrate, load the demo the first time, and start the shop (PORT=8000)
	@command -v $(PYTHON) >/dev/null || { echo "The shop needs Python 3.11 or newer; no python3 is on the PATH."; exit 1; }
	@$(PYTHON) shop/core/ports.py "$(PORT)"
	@$(PYTHON) scripts/install.py run
	@exec $(BIN) manage.py runshop --port "$(PORT)"

install: ## what the shop needs to run, into $(VENV)
	@$(PYTHON) scripts/install.py run

install-dev: ## that, and what tests and checks need
	@$(PYTHON) scripts/install.py dev

test: install-dev ## the whole suite: on SQLite, and on PostgreSQL, Redis and Chromium where they are found
	@$(BIN) scripts/test.py $(ARGS)

test-quick: install-dev ## the suite on SQLite alone, without browser
	@$(BIN) -m pytest --numprocesses=auto --dist=load -m "not browser and not thorough" $(ARGS)

mutants: install-dev ## take one lock away at a time and see a test fail (needs PostgreSQL; minutes)
	@$(BIN) scripts/mutants.py $(ARGS)

lint: install-dev ## formatting, lint, types, import layers, templates, missing migrations
	$(BIN) -m ruff format --check
	$(BIN) -m ruff check
	$(BIN) -m mypy
	$(VENV)/bin/lint-imports --no-logo
	$(BIN) -m djlint templates --check
	$(BIN) -m djlint templates --lint
	$(BIN) manage.py makemigrations --check --dry-run --settings=shop.settings.test

# npm's checks live apart: the shop needs no Node.js.
node-checks: install-dev
	@npm ci --prefix scripts/node --no-audit --no-fund --loglevel=error

lighthouse: node-checks ## Lighthouse on five pages, median of five (needs Node.js and Chromium; minutes)
	@$(BIN) -m benchmarks.storefront.lighthouse $(ARGS)

validate: node-checks ## W3C's Nu validator on every page (needs Java, Node.js and Chromium)
	@$(BIN) -m benchmarks.storefront.validate

screenshots: install-dev ## take the pictures of docs/screenshots and of the CMS again (needs Chromium)
	@$(BIN) -m benchmarks.storefront.screenshots $(ARGS)
	@$(BIN) -m benchmarks.storefront.cms_screenshots

check-js: node-checks ## check the payment scripts against Stripe's own types (needs Node.js)
	scripts/node/node_modules/.bin/tsc -p scripts/node

# djLint reaches its own form in two steps, and calls a change a failure.
format: install-dev ## format Python and templates
	$(BIN) -m ruff check --fix-only
	$(BIN) -m ruff format
	$(BIN) -m djlint templates --reformat --quiet || true
	$(BIN) -m djlint templates --reformat --quiet || true

lock: install-dev ## make the locks again from pyproject.toml, moving as little as possible
	$(LOCK) --output-file requirements.txt pyproject.toml
	$(LOCK) --extra dev --output-file requirements-dev.txt pyproject.toml

upgrade: install-dev ## move every locked version to the newest one that fits
	$(LOCK) --upgrade --output-file requirements.txt pyproject.toml
	$(LOCK) --upgrade --extra dev --output-file requirements-dev.txt pyproject.toml

stress-checkout: install-dev ## 200 shoppers at once, programs killed meanwhile, then an audit (SHOPPERS=200)
	@$(BIN) -m benchmarks.stress_checkout --shoppers $(or $(SHOPPERS),200) $(ARGS)

bench: install-dev ## the benchmarks behind the README's figures (needs PostgreSQL; ARGS=orders for one of them)
	@$(BIN) -m benchmarks $(ARGS)

stack: install-dev ## run what docker-compose.yml describes without Docker, and look at it (needs nginx, Redis, PostgreSQL; ARGS=--hold)
	@$(BIN) scripts/stack.py $(ARGS)

clean: ## remove what the embedded shop wrote (database, mails, pictures); the environment stays
	rm -rf var
