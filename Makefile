# `make report`: from nothing to the example clients' PDFs. `make test`: linters and quick tests. See README.md.
.PHONY: report keys test test-slow lint serve bench golden lock setup
.DEFAULT_GOAL := report

# An environment that forbids bytecode would make every start three times slower.
unexport PYTHONDONTWRITEBYTECODE
export PREFECT_SERVER_ANALYTICS_ENABLED = false
export GX_ANALYTICS_ENABLED = false
export DO_NOT_TRACK = 1

BIN := .venv/bin
SQL := sql reports/sections reports/sentence.sql reports/commentary.sql

report: data/.samples keys
	$(BIN)/handshake report --period 2026-W46 --now 2026-11-16T06:00-05:00

data/.samples: $(wildcard samples/* clients/*/*.toml clients/*/meetings/*.toml) | setup
	$(BIN)/handshake sample --out data/inbox
	@touch $@

# People in exports become keys made with a client's own secret: each client has one before its first report.
keys: setup
	@$(BIN)/handshake check --init

test: lint
	$(BIN)/pytest -m "not slow" --numprocesses 2 --dist loadfile

test-slow: setup
	$(BIN)/pytest -m slow || [ $$? -eq 5 ] # 5: there is no slow test

lint: setup
	$(BIN)/ruff check
	$(BIN)/ruff format --check
	$(BIN)/sqlfluff lint --disable-progress-bar $(SQL)

serve: setup
	$(BIN)/handshake serve

bench: setup
	$(BIN)/python3 -m commands.bench
	$(BIN)/python3 -m commands.bench_build
	$(BIN)/python3 -m commands.bench_reading

# Rewrites the files that are made from others; read the diff before you commit it.
golden: setup
	$(BIN)/python3 -m flows.deployments > prefect.yaml.new && mv prefect.yaml.new prefect.yaml
	$(BIN)/python3 -m sql.dictionary > docs/metrics.md.new && mv docs/metrics.md.new docs/metrics.md
	$(BIN)/python3 -m platforms.directory > docs/platforms.md.new && mv docs/platforms.md.new docs/platforms.md
	$(BIN)/pytest -q tests/test_golden.py --rewrite-golden

lock: setup
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url -o requirements.lock requirements.in

setup:
	@./setup.sh
