"""Bindings and the page's own words as JSON for static/filters*.js.

Belongs here: what the scripts are told. Does not: what that is (filters, filters_bar), where it stands (templates).
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import fields, is_dataclass
from datetime import date

from markupsafe import Markup

from dashboards.figure_json import script_json
from dashboards.filters import Binding
from dashboards.filters_bar import FilterBar
from dashboards.words import Words

MONTHS = range(1, 13)
NEVER_LEFT_OUT = ("kind", "template", "limit", "order", "weight", "hover", "alert", "blank", "other")


def filter_globals(words: Words) -> dict[str, Callable[..., Markup]]:
    """What templates call: the attribute of a bound part, and the page's own words."""
    return {
        "binding_attribute": binding_attribute,
        "filters_json": lambda bar: script_json(page_words(bar, words)),
    }


def binding_attribute(binding: Binding | None) -> Markup:
    """` data-binding="…"`, or nothing."""
    return Markup(' data-binding="{}"').format(binding_json(binding)) if binding else Markup("")


def binding_json(binding: Binding) -> str:
    """A binding for an attribute; entries that say nothing are left out."""
    return json.dumps(_plain(binding), sort_keys=True, separators=(",", ":"), ensure_ascii=False)


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        entries = {item.name: getattr(value, item.name) for item in fields(value)}
        return {name: _plain(entry) for name, entry in entries.items() if entry or name in NEVER_LEFT_OUT}
    if isinstance(value, Mapping):
        return {name: _plain(entry) for name, entry in value.items()}
    return [_plain(entry) for entry in value] if isinstance(value, tuple) else value


def page_words(bar: FilterBar, words: Words) -> dict[str, object]:
    """How this page writes numbers, days and names, and what it says by itself."""
    days = [date(2025, month, 1) for month in MONTHS]
    return {
        "locale": words.locale.replace("_", "-"),
        "isRtl": words.is_rtl,
        "compactDigits": "always" if words.language == "ur" else "",
        "months": [words.day(day).split(" ")[1] for day in days],
        "shortMonths": [words.month(day) for day in days],
        "dimensions": list(bar.dimensions),
        "labels": bar.labels,
        "names": bar.names,
        "templates": bar.templates,
    }
