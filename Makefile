# `make` alone lists the targets. Every recipe uses relative paths: the checkout may stand anywhere.
SHELL := /bin/sh
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

PORT ?= 8000
PYTHON ?= python3
PY := .venv/bin/python
UV := $(shell command -v uv 2>/dev/null || { test -x .venv/bin/uv && echo .venv/bin/uv; })
# What the checks are about: not this machine's .env, but a server that faces the world.
PRODUCTION = DEBUG=0 DEMO=0 HTTPS=1 DATABASE_URL=sqlite:// \
	SECRET_KEY=$$($(PY) -c 'import secrets; print(secrets.token_urlsafe(50))')
COMPILE := pip compile --quiet --no-header --no-annotate --generate-hashes --universal --python-version 3.11

export UV_PYTHON_DOWNLOADS := never
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help run test again histories sandbox lint types contracts check messages vendor openapi lock bench

help: ## lists what can be made
	@grep -E '^[a-z]+:.*##' Makefile | sed -e 's/:.*## /\t/' | expand -t 12

run: .venv/run.stamp .env ## starts Kursbuch with its demo (PORT=8000)
	@PORT=$(PORT) exec $(PY) manage.py demo

test: .venv/test.stamp ## runs every test, and on PostgreSQL those that tell the truth only there
	@.ci/browser
	$(PY) -m pytest -n auto -m "not postgres and not again"
	$(PY) -m tests.postgres $(PY) -m pytest -n auto -m postgres

again: .venv/test.stamp ## every test once more: on PostgreSQL, and pages in the other looks
	@.ci/browser
	$(PY) -m pytest -n auto -m again
	$(PY) -m tests.postgres $(PY) -m pytest -n auto -m "not browser"

histories: .venv/test.stamp ## 10,000 random payments with faults: both ledgers must agree (SEED= repeats one)
	HISTORIES=10000 $(PY) -m pytest -q -s -n 0 tests/bookings/payments/test_histories.py

sandbox: .venv/test.stamp ## asks PayPal's sandbox (PAYPAL_CLIENT_ID= PAYPAL_SECRET= of an account there)
	$(PY) -m pytest -q -m sandbox tests/bookings/paypal

lint: .venv/test.stamp ## code and templates in order
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	.venv/bin/djlint --quiet --lint templates

types: .venv/test.stamp ## types of what crosses modules
	$(PY) -m mypy

contracts: .venv/test.stamp ## who may import whom
	.venv/bin/lint-imports

check: lint types contracts ## everything that is not a test
	$(PRODUCTION) $(PY) manage.py makemigrations --check --dry-run
	$(PRODUCTION) $(PY) manage.py check --deploy --fail-level WARNING
	$(PY) -m pytest -q tests/test_house_messages.py

messages: .venv/test.stamp ## collects and compiles the German messages (needs gettext)
	$(PY) manage.py makemessages --locale de --no-wrap --no-location --no-obsolete --ignore tests --ignore benchmarks --ignore .venv --ignore node_modules
	$(PY) manage.py compilemessages --locale de

vendor: ## renews static/vendor (needs node)
	npm ci
	.ci/vendor

openapi: ## fetches PayPal's interface files, for the contract test (needs npm)
	@.ci/openapi

lock: ## renews the requirement files and package-lock.json (needs uv and node)
	@test -n "$(UV)" || { echo "make lock needs uv: $(PY) -m pip install uv"; exit 1; }
	$(UV) $(COMPILE) pyproject.toml --output-file requirements/run.txt
	$(UV) $(COMPILE) pyproject.toml --group test --constraint requirements/run.txt --output-file requirements/test.txt
	npm install --package-lock-only
	sed -i.old '/"funding": \[/,/\],/d' package-lock.json && rm package-lock.json.old

bench: .venv/test.stamp ## measures against bare references (SIZE=, ONLY=export,race); never part of the tests
	$(PY) -m benchmarks

.env:
	@$(PYTHON) -c 'import secrets; print("DEMO=1"); print("SECRET_KEY=" + secrets.token_urlsafe(50))' > .env
	@echo "Wrote .env: demo on, random key."

.venv/made.stamp:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
		{ echo "Kursbuch needs Python 3.11 or newer; name one: make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
ifneq ($(UV),)
	@test -x $(PY) || $(UV) venv --quiet --python "$$(command -v $(PYTHON))" .venv
else
	@test -x $(PY) || $(PYTHON) -m venv .venv || { rm -rf .venv; \
		echo "Python's venv module is missing; on Debian and Ubuntu: apt install python3-venv"; exit 1; }
endif
	@touch $@

.venv/%.stamp: requirements/%.txt .venv/made.stamp
ifneq ($(UV),)
	$(UV) pip install --quiet --python $(PY) --require-hashes --requirement $<
else
	@$(PY) -m pip --version >/dev/null 2>&1 || $(PY) -m ensurepip >/dev/null
	$(PY) -m pip install --quiet --require-hashes --requirement $<
endif
	@touch $@
