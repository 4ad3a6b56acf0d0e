"""May this number be published? Metric metadata, expectations, the gate and its report.

Belongs here: questions asked of published tables, handed over as pandas frames, and their verdicts.
Does not: Dagster, DuckDB, or fetching the data.
"""
