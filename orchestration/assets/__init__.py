"""Dagster assets: one thin file per stage of the line (raw, models, gate, published, site).

Belongs here: asset keys, metadata and at most 15 lines around a plain function.
Does not: logic worth a test of its own; that lives beside, and is tested without Dagster.
"""
