# make demo：一条命令装好并启动带示例数据的门户。make test：一条命令装好并跑完全部测试。
SHELL := /bin/bash
unexport PYTHONDONTWRITEBYTECODE # a process that compiles every module anew takes seconds to start
PY := .venv/bin/python
MANAGE := $(PY) manage.py
PORT ?= 8000
WORKERS ?= 2
JUDGMENTS ?= 400

.PHONY: setup demo serve test lint bench services drill requirements

setup: .venv/.ready

.venv/.ready: requirements.txt
	@command -v uv >/dev/null || python3 -m pip install --quiet uv
	uv venv --quiet --allow-existing --python 3.11 .venv || uv venv --quiet --allow-existing .venv
	uv pip install --quiet --compile-bytecode --python .venv/bin/python --require-hashes -r requirements.txt
	touch $@

demo: setup
	@SITE_URL=http://127.0.0.1:$(PORT) $(MANAGE) demo --judgments $(JUDGMENTS)
	@SITE_URL=http://127.0.0.1:$(PORT) PORT=$(PORT) .venv/bin/honcho start --no-prefix

serve: setup
	@PORT=$(PORT) .venv/bin/honcho start

test: setup
	@services/run $(PY) -m pytest -n $(WORKERS) $(ARGS)

lint: setup
	.venv/bin/ruff check .
	.venv/bin/mypy core justice search openness home portal
	.venv/bin/lint-imports
	.venv/bin/djlint --lint --quiet core home openness portal search
	$(MANAGE) check
	$(MANAGE) makemigrations --check --dry-run

bench: setup
	$(PY) -m bench.run $(or $(NAME),all)

drill: setup
	$(PY) -m tests.drill.run --rounds $(or $(ROUNDS),50)

services:
	services/install

requirements:
	uv pip compile --quiet --generate-hashes --universal --python-version 3.11 --no-emit-index-url --extra dev pyproject.toml -o requirements.txt
