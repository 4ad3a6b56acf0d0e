"""Reads a release, and needs nothing else of this project: DuckDB, pandas and a release folder will do.

Belongs here: what a researcher imports (`from takedown import client`). Does not: anything that builds or publishes.
"""
