"""Everything that moves data: landing, warehouse, releases and the Dagster assets around them.

Belongs here: reading sources, writing raw tables, running dbt, publishing releases, the command line.
Does not: what a number means (dbt_project), whether it may be published (quality), how it looks (dashboards).
"""
