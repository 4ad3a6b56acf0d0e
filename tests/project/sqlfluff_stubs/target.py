"""Stands in for dbt's `target` when sqlfluff lints."""

name = "duckdb"
type = "duckdb"
schema = "main"
