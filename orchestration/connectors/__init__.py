"""Readers of outside sources, in plain Python: one module per kind of source.

Belongs here: the shape of a source and how its bytes become text rows.
Does not: Dagster, business meaning, or anything that writes outside `raw`.
"""
