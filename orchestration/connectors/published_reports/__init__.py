"""Readers of published transparency reports: one module per publisher.

Belongs here: the layouts of one publisher's files, told apart by their headers.
Does not: typing of values, joins between publishers, or judgement of the figures (dbt does these).
"""
