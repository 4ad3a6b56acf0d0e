"""Parts that no cube fills: of their rows a filter leaves out those about another value than the chosen one.

Belongs here: which rows stay, read off their own names and not off the keys of the binding. Does not: their figures,
which no filter changes (kept_figures).
"""

from collections.abc import Mapping, Sequence
from typing import Any

from tests.e2e.filters.kept_figures import as_counted, as_drawn
from tests.e2e.filters.rows import Binding, Case
from tests.e2e.filters.wording import plain, unmarked

KEPT = "keep"


def kept(unfiltered: Mapping[str, Any], binding: Binding, case: Case, section: str) -> dict[str, Any]:
    """What is left of a part as Python made it."""
    names = {plain(unmarked(name), 200): value for value, name in case.names[binding["dimension"]].items()}
    chosen = case.state.get(binding["dimension"], "all")
    if "cells" in unfiltered:
        about = values_of_rows(
            [[plain(unmarked(cell).strip(), 200) for cell in row] for row in unfiltered["cells"]], names
        )
        stays = [chosen in ("all", value) or not value for value in about]
        counted = as_counted(case, section, about, unfiltered["cells"])
        return {"cells": [row for row, is_kept in zip(counted, stays, strict=True) if is_kept]}
    ticks = [unmarked(str(tick)).strip() for tick in unfiltered["names"]]
    about = [value_of_tick(tick, names) for tick in ticks]
    stays = [chosen in ("all", value) or not value for value in about]
    moved = {place: order for order, place in enumerate(place for place, stay in enumerate(stays) if stay)}
    notes = zip(unfiltered["notes"], unfiltered["heights"], strict=True)
    return {
        "notes": [text for text, height in notes if height is None or round(height) in moved],
        "names": [tick for tick, stay in zip(ticks, stays, strict=True) if stay],
        "traces": [cut(trace, moved) for trace in as_drawn(case, section, about, unfiltered["traces"])],
    }


def value_of_tick(tick: str, names: Mapping[str, str]) -> str:
    """Whom a row of a drawing is about: its name is that, or begins with it and a comma. Without a name about all."""
    found = (value for name, value in names.items() if tick == plain(name) or tick.startswith((f"{name},", f"{name}،")))
    return next(found, "")


def values_of_rows(rows: Sequence[Sequence[str]], names: Mapping[str, str]) -> list[str]:
    """Whom each row is about. A row with fewer cells continues one whose name spans them; one without a name is about
    all."""
    found: list[str] = []
    width = max((len(row) for row in rows), default=0)
    for row in rows:
        named = next((names[cell] for cell in row if cell in names), "")
        found.append(named or (found[-1] if found and len(row) < width else ""))
    return found


def cut(trace: Mapping[str, Any], moved: Mapping[int, int]) -> dict[str, Any]:
    """A trace without the marks of the rows that are left out; the others move up."""
    stays = [round(y) in moved for y in trace["y"]]
    found: dict[str, Any] = {
        name: [value for value, stay in zip(trace[name], stays, strict=True) if stay]
        for name in ("x", "base", "text", "hover", "above", "below", "colors")
        if isinstance(trace[name], list) and len(trace[name]) == len(stays)
    }
    found["y"] = [y - round(y) + moved[round(y)] for y in trace["y"] if round(y) in moved]
    return found
