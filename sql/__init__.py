"""Stage 3, landed rows to marts: plain SQL models run in order in one in-memory DuckDB per client and period."""
