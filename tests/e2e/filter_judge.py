"""Compares what a page shows in a state of the filters with what the requests say (filter_truth)."""

from collections.abc import Mapping
from typing import Any, TypeAlias

from dashboards.words import Words
from tests.e2e.filter_truth import Row, Truth, fill

Part: TypeAlias = dict[str, Any]  # one bound part of a page, as the browser gives it
Names: TypeAlias = Mapping[str, Mapping[str, str]]


def differences(one: object, other: object, path: str = "") -> list[str]:
    if isinstance(one, int | float) and isinstance(other, int | float):
        return [] if abs(one - other) <= 1e-5 * max(1, abs(one)) else [f"{path}: {one} is not {other}"]
    if isinstance(one, dict) and isinstance(other, dict):
        keys = sorted({*one, *other})
        return [found for key in keys for found in differences(one.get(key), other.get(key), f"{path}.{key}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return [found for place, (a, b) in pairs for found in differences(a, b, f"{path}[{place}]")]
    return [] if one == other else [f"{path}: {one!r} is not {other!r}"]


def judge(part: Part, truth: Truth, state: dict[str, str], names: Names, words: Words) -> tuple[int, list[str]]:
    """How many numbers of a part of the page were compared with the requests, and which differ."""
    binding = part["binding"]
    rows = binding.get("rows") or {}
    cube = rows.get("cube") or binding.get("cube")
    if cube == "stocks" and binding["kind"] == "lines" and not rows:
        return judge_line(part, truth, state)
    if cube != "compliance" or rows.get("fixed") or binding.get("fixed"):
        return 0, []
    by = rows.get("by", "platform")
    known = truth.rows(state, by)
    if binding["kind"] == "number":
        known = truth.rows({**state}, "platform") if "platform" in state else known
        row = known.get(state.get("platform", "all"))
        wordings = [binding["value"], binding.get("detail")]
        return compare(part["values"], [fill(one, row, words) if one and row else None for one in wordings])
    labels = {names[by].get(value, value): row for value, row in known.items() if value != "all"}
    if binding["kind"] == "rows":
        return judge_table(part, labels, known, words)
    return judge_bars(part, labels, words)


def judge_table(part: Part, labels: Mapping[str, Row], known: Mapping[str, Row], words: Words) -> tuple[int, list[str]]:
    binding, count, found = part["binding"], 0, []
    shown = {cells[0]: cells[1:] for cells in part["cells"] if len(cells) > 1}
    wanted = {**labels, **({binding["total"]: known["all"]} if binding.get("total") and "all" in known else {})}
    if set(shown) != set(wanted):
        return 1, [f"has the rows {sorted(shown)}, not {sorted(wanted)}"]
    for name, row in wanted.items():
        more, faults = compare(shown[name], [fill(cell, row, words) for cell in binding["cells"]])
        count, found = count + more, found + [f"{name}: {fault}" for fault in faults]
    return count, found


def judge_bars(part: Part, labels: Mapping[str, Row], words: Words) -> tuple[int, list[str]]:
    binding, count, found = part["binding"], 0, []
    columns = binding.get("columns") or [
        f"{family}_rate" for family in binding.get("families", [binding.get("family")])
    ]
    # A drawing cuts long names, and isolates those that run from right to left.
    drawn = [str(name).strip("\u2067\u2069 ").rstrip("…") for name in part["names"] or []]
    for place, label in enumerate(drawn):
        row = next((row for name, row in labels.items() if name.startswith(label.strip())), None)
        if row is None:
            return 1, [f"draws {label!r}, which has no requests"]
        values = [trace["x"][place] for trace in part["data"][: len(columns)]]
        pairs = [(value, row[column]) for value, column in zip(values, columns, strict=True) if column in row]
        found += [line for value, wanted in pairs for line in differences(value, wanted, label)]
        count += len(pairs)
        if end := fill(binding.get("end") or binding.get("right") or {"template": ""}, row, words):
            count, found = (
                count + 1,
                found + differences(part["ends"][place].strip("\u2067\u2069"), escaped(end), label),
            )
    return count, found


def escaped(text: str) -> str:
    return text.replace(" < ", " &lt; ")


def judge_line(part: Part, truth: Truth, state: dict[str, str]) -> tuple[int, list[str]]:
    """The running total of reports, on its last day."""
    if part["binding"]["lines"][0]["column"] != "total_reported_count" or not part["data"]:
        return 0, []
    line, known = part["data"][0], truth.reported_by_day(state)
    day = line["x"][-1]
    wanted = max((count for before, count in known.items() if before <= day), default=0)
    return 1, differences(line["y"][-1], wanted, day)


def compare(shown: list[str], wanted: list[str | None]) -> tuple[int, list[str]]:
    pairs = [(one, other) for one, other in zip(shown, wanted, strict=False) if other is not None]
    return len(pairs), [f"{one!r} is not {other!r}" for one, other in pairs if one != other]
