"""The wording of a binding filled in again in Python: templates, their places, and how numbers and days are written.

Belongs here: texts. Does not: which row a text is about (rows), where it stands (drawings, tables).
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Protocol, TypeAlias

from dashboards.words import NULL, Words

Wording: TypeAlias = Mapping[str, Any]  # a binding's Text or Cases, as JSON
END_COMPACT = 10_000
MARKS = dict.fromkeys(map(ord, "\u2066\u2067\u2068\u2069"))


class Reader(Protocol):
    """Gives the value of a column, or of the row with other coordinates."""

    def get(self, column: str, at: Mapping[str, str] | None = None) -> Any: ...  # noqa: ANN401 - a cell of any kind


@dataclass(frozen=True)
class Nothing:
    """A row that is not there."""

    def get(self, column: str, at: Mapping[str, str] | None = None) -> None:  # noqa: ARG002 - as every Reader
        return None


def say(wording: Wording, row: Reader, words: Words, **named: str) -> str:
    """The text of a wording for a row; `named` are the places that are names."""
    if "column" in wording:
        value = row.get(wording["column"])
        return say(wording["texts"].get("" if value is None else str(value), wording["other"]), row, words, **named)
    places = wording.get("places", {})
    template: str = wording["template"]
    if many := wording.get("many"):
        counted = places[wording.get("count", "count")]
        template = template if row.get(counted["column"], counted.get("at")) == 1 else many
    told = {
        name: written(row.get(place["column"], place.get("at")), place.get("format", "number"), words)
        for name, place in places.items()
    }
    return template.format(**(told | named)) if told or named else template


def written(value: Any, form: str, words: Words) -> str:  # noqa: ANN401 - a cell of any kind
    """A value as Words writes it."""
    if value is None:
        return NULL
    forms: Mapping[str, Callable[[Any], str]] = {
        "number": words.number,
        "compact": words.compact,
        "end": lambda count: words.compact(count) if count >= END_COMPACT else words.number(count),
        "percent": words.percent,
        "percent0": lambda rate: words.percent(rate, 0),
        "day": lambda day: words.day(date.fromisoformat(day)),
        "month": lambda day: day[:7],
    }
    return forms.get(form, str)(value)


def plain(text: str, length: int = 26) -> str:
    """As a drawing shows a text: cut, and with nothing that could be markup."""
    cut = text if len(text) <= length else text[: length - 1] + "…"
    return cut.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unmarked(value: Any) -> Any:  # noqa: ANN401 - whatever a page was found to show
    """Without the marks that keep the order of right-to-left texts, which drawings add line by line."""
    if isinstance(value, str):
        return value.translate(MARKS)
    if isinstance(value, list | tuple):
        return [unmarked(item) for item in value]
    return {name: unmarked(item) for name, item in value.items()} if isinstance(value, dict) else value
