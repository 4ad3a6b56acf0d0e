"""A table as HTML, written in Python: the pages of two hundred countries hold half a million cells.

Belongs here: the markup of tables, every text escaped. Does not: what is in them (pages), their look (site.css).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from html import escape as escaped

from markupsafe import Markup

from dashboards.blocks import Cell, Column, DataTable
from dashboards.filters_json import binding_attribute
from dashboards.words import Words

SPANS = {"day", "source", "reason"}
QUOTE = "quote"  # words of others, in their language on every page
SHARED = "data/"  # files beside the pages, in no language
CODE = Markup('<code lang="en">{}</code>')
TOTAL_ROW = '<tr class="total">\n'
BROAD = 6  # columns; more than so many do not fit a phone


@lru_cache(100_000)
def escape(text: str) -> str:
    """The text for HTML; half a million cells hold a few ten thousand texts."""
    return escaped(text)


@dataclass(frozen=True)
class TableWriter:
    """Writes tables for the pages of one language; `root` is the way to what all languages share."""

    words: Words
    definition_label: Callable[[str], str]
    root: str = ""

    def __call__(self, table: DataTable, is_captioned: bool = True) -> Markup:
        """The table in a frame that scrolls, its marks below; not `is_captioned` keeps the caption for the ear."""
        caption = escape(table.caption)
        broad = ' class="broad"' if len(table.columns) > BROAD else ""
        unseen = "" if is_captioned else ' class="unseen"'
        heads = "".join(self._head(column) for column in table.columns)
        marks = f'<p class="note">{escape(table.marks)}</p>\n' if table.marks else ""
        return Markup(  # noqa: S704 - every text went through escape
            f'<div class="table" role="group" tabindex="0" aria-label="{caption}"{binding_attribute(table.binding)}>\n'
            f"<table{broad}>\n<caption{unseen}>{caption}</caption>\n"
            f"<thead><tr>\n{heads}</tr></thead>\n<tbody>\n{self._body(table)}</tbody>\n</table>\n</div>\n{marks}"
        )

    def _head(self, column: Column) -> str:
        label, number = escape(column.label), ' class="number"' if column.is_number else ""
        if column.definition:
            title = escape(self.definition_label(column.definition))
            label = f'<a href="definitions.html#{escape(column.definition)}" title="{title}">{label}</a>'
        return f'<th scope="col"{number}>{label}</th>\n'

    def _body(self, table: DataTable) -> str:
        if not table.rows:
            nothing = escape(self.words.say("No rows."))
            return f'<tr><td colspan="{len(table.columns)}">{nothing}</td></tr>\n'
        opening = [' class="number"' if column.is_number else "" for column in table.columns]
        last = len(table.rows) - 1 if table.has_total else None
        keys = table.row_keys
        return "".join(
            (TOTAL_ROW if index == last else _keyed(keys[index]) if keys else "<tr>\n")
            + self._row(row, opening)
            + "</tr>\n"
            for index, row in enumerate(table.rows)
        )

    def _row(self, row: tuple[Cell, ...], opening: list[str]) -> str:
        parts = []
        for index, (cell, number) in enumerate(zip(row, opening, strict=True)):
            if index and cell.is_plain:
                parts.append(f"<td{number}>{escape(cell.text)}</td>\n")
            elif cell.row_span:
                parts.append(self._cell(cell, number, is_header=index == 0))
        return "".join(parts)

    def _cell(self, cell: Cell, number: str, *, is_header: bool) -> str:
        tag = "th" if is_header else "td"
        scope = (' scope="rowgroup"' if cell.row_span > 1 else ' scope="row"') if is_header else ""
        span = f' rowspan="{cell.row_span}"' if cell.row_span > 1 else ""
        anchor = f' id="{escape(cell.anchor)}"' if cell.anchor else ""
        return f"<{tag}{scope}{span}{anchor}{number}>{self._content(cell)}</{tag}>\n"

    def _content(self, cell: Cell) -> str:
        text = escape(cell.text)
        if cell.href:
            if cell.href.startswith(SHARED):
                return f'<a href="{self.root}{escape(cell.href)}"><bdi>{text}</bdi></a>'
            return f'<a href="{escape(cell.href)}">{prose_html(cell.text)}</a>'
        if cell.kind in SPANS:
            return f'<span class="{cell.kind}">{text}</span>'
        if cell.kind == "prose":
            return prose_html(cell.text)
        if cell.kind == "code":
            return f'<code lang="en">{breakable(cell.text)}</code>'
        if cell.kind == QUOTE:
            return f'<span class="quote" lang="en" dir="ltr">{prose_html(cell.text)}</span>'
        return f'<span class="badge {escape(cell.kind)}">{text}</span>' if cell.kind else text


def _keyed(keys: Mapping[str, str]) -> str:
    """The start of a row that filters of rows may hide (static/rows.js)."""
    return "<tr data-keyed" + "".join(f' data-row-{name}="{escape(value)}"' for name, value in keys.items()) + ">\n"


def prose_html(text: str) -> Markup:
    """Prose whose `backticks` become code."""
    parts = enumerate(text.split("`"))
    return Markup("").join(CODE.format(part) if place % 2 else part for place, part in parts)


def breakable(name: str) -> str:
    """A name of a table or column that may be broken after a joint."""
    return escape(name).replace("_", "_<wbr>").replace(".", ".<wbr>")
