"""What a page shows, and what the release behind it holds, in a form that a test can compare."""

from dashboards.blocks import DataTable
from dashboards.data import Release


def texts(table: DataTable) -> list[list[str]]:
    """The text of every cell, row by row."""
    return [[cell.text for cell in row] for row in table.rows]


def one(release: Release, sql: str) -> object:
    """The only value that `sql` asks for."""
    return next(iter(release.rows(sql)[0].values()))
