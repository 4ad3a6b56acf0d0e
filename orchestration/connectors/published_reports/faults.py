"""What is wrong with one record, in the words of every publisher's reader.

Belongs here: faults that any table can have. Each function says the column at fault, where there is one, and what is
wrong with it; None for a record without that fault.
Does not: a publisher's own rules (its module), or what refuses the whole file (refusals.py).
"""

from collections.abc import Collection, Sequence

from orchestration.connectors.published_reports.layouts import Dimension, Layout
from orchestration.connectors.published_reports.values import is_figure

Fault = tuple[str | None, str]


def find_other_width(layout: Layout, fields: Sequence[str]) -> Fault | None:
    """A record of more or fewer fields than the header."""
    width = len(layout.header)
    return None if len(fields) == width else (None, f"{len(fields)} fields where the header has {width}")


def find_other_extent(layout: Layout, fields: Sequence[str]) -> Fault | None:
    """In a file wider than the table: a record narrower than the table, or with a value to the right of it."""
    if len(fields) < len(layout.header):
        return find_other_width(layout, fields)
    is_beyond = any(field.strip() for field in fields[len(layout.header) :])
    return (None, "a value beyond the last column of the header") if is_beyond else None


def find_blank(layout: Layout, fields: Sequence[str], may_be_blank: Collection[Dimension] = ()) -> Fault | None:
    """A dimension that the record does not say."""
    for (column, dimension), field in zip(layout.dimensions, fields, strict=False):
        if not field.strip() and dimension not in may_be_blank:
            return column, "blank"
    return None


def find_bad_cell(layout: Layout, fields: Sequence[str]) -> Fault | None:
    """A figure in a form that is not read. The record is as wide as the header, or wider."""
    for cell, field in zip(layout.cells, fields[len(layout.dimensions) : len(layout.header)], strict=True):
        if not is_figure(field, cell.measure):
            return cell.column, "not a figure in any form that is read"
    return None
