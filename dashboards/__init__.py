"""The generated site: pages made from one release folder's public tier and nothing else.

Belongs here: reading a release, figures, templates, pages.
Does not: the warehouse, metric logic, or anything that changes a number.
"""
