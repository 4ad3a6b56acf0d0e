"""Compares what the parts of a page show in a state of the filters with what the log of the release says.

Belongs here: which part is compared with what. Does not: what is true (truth), what a part makes of it (drawings,
tables, keeps).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

from tests.e2e.filters.drawings import drawing
from tests.e2e.filters.keeps import KEPT, kept
from tests.e2e.filters.log import Row
from tests.e2e.filters.rows import Case
from tests.e2e.filters.tables import TABLES
from tests.e2e.filters.wording import unmarked

Part: TypeAlias = Mapping[str, Any]  # one bound part of a page, as shown.js gives it
TOLERANCE = 1e-5


@dataclass
class Verdict:
    """The parts of a page as it came, how many values of each were compared while filtered, and what differed."""

    unfiltered: Mapping[str, Part]
    compared: dict[str, int] = field(default_factory=dict)
    faults: list[str] = field(default_factory=list)

    def add(self, part: Part, case: Case, judged: tuple[int, list[str]]) -> None:
        count, faults = judged
        name, state = part["name"], "&".join(f"{key}={value}" for key, value in case.state.items())
        self.compared[name] = self.compared.get(name, 0) + (count if state else 0)
        self.faults += [f"#{state} {name} {fault}" for fault in faults]

    def left(self) -> list[str]:
        """The parts of which nothing was compared."""
        return [name for name in self.unfiltered if not self.compared.get(name)]


def judge(part: Part, unfiltered: Part, case: Case, tokens: Mapping[str, str]) -> tuple[int, list[str]]:
    """How many values of a part were compared, and which differ."""
    binding = part["binding"]
    fixed = binding.get("fixed", {})
    # About another value than the chosen one. What is about all of them is not: it says that no filter changes it.
    is_other = any(case.state.get(name, value) != value for name, value in fixed.items() if value != "all")
    if is_other or part["isHidden"]:
        return 0, [] if is_other == part["isHidden"] else ["is shown or left out where it must not be"]
    if binding["kind"] == KEPT:
        wanted, tokens = kept(unfiltered["shown"], binding, case, part["section"]), {}
    else:
        try:
            wanted = TABLES[binding["kind"]](case, binding) if binding["kind"] in TABLES else drawing(case, binding)
        except LookupError as error:
            return 0, [f"nobody counted again what it shows: {error!r}"]
    count = 0 if is_empty(wanted, case) else leaves(wanted)
    return count, differences(shown_like(part["shown"], wanted, tokens, case), unmarked(wanted))


def is_empty(wanted: Mapping[str, Any], case: Case) -> bool:
    """Does a part only say that there is nothing in this state? Then its figures were not compared."""
    return wanted.get("traces") == [] or wanted.get("cells") == [[case.words.say("No rows.")]]


def shown_like(shown: Mapping[str, Any], wanted: Mapping[str, Any], tokens: Mapping[str, str], case: Case) -> Row:
    """Of what is shown, what there is something to compare with; colours by their names."""
    found: Row = {name: unmarked(shown[name]) for name in wanted}
    if "names" in found:
        found["names"] = [str(name).strip() for name in found["names"]]
    if "values" in found:
        found["values"] = found["values"][: len(wanted["values"])]
    if "traces" in found and not case.state:
        found["traces"] = found["traces"][: len(wanted["traces"])]  # a filter takes away what else is drawn over them
    if "traces" in found and len(found["traces"]) == len(wanted["traces"]):
        pairs = zip(found["traces"], wanted["traces"], strict=True)
        found["traces"] = [trace_like(trace, like, tokens, case) for trace, like in pairs]
    return found


def trace_like(
    trace: Mapping[str, Any], like: dict[str, Any], tokens: Mapping[str, str], case: Case
) -> Mapping[str, Any]:
    """What is compared of a trace. The numbers at risk stand at days of their own: of each the next that is known."""
    if "at_risk" in like:
        known = like.pop("at_risk")
        following = [next((count for day, count in known if day >= place), None) for place in trace["x"]]
        like["text"] = ["" if count is None else case.words.number(count) for count in following]
    found = {name: trace[name] for name in like}
    if "colors" in found:
        found["colors"] = [next((name for name, code in tokens.items() if code == one), one) for one in found["colors"]]
    return found


def leaves(value: Any) -> int:  # noqa: ANN401
    if isinstance(value, dict):
        return sum(map(leaves, value.values()))
    return sum(map(leaves, value)) if isinstance(value, list) else int(value is not None)


def differences(one: Any, other: Any, path: str = "") -> list[str]:  # noqa: ANN401
    """Where two values that a page can hold differ; counts may not at all."""
    if isinstance(one, int | float) and isinstance(other, int | float):
        apart = 0 if isinstance(one, int) and isinstance(other, int) else TOLERANCE * max(1, abs(one))
        return [] if abs(one - other) <= apart else [f"{path}: {one} is not {other}"]
    if isinstance(one, dict) and isinstance(other, dict):
        keys = sorted({*one, *other})
        return [found for key in keys for found in differences(one.get(key), other.get(key), f"{path}.{key}")]
    if isinstance(one, list) and isinstance(other, list) and len(one) == len(other):
        pairs = enumerate(zip(one, other, strict=True))
        return [found for place, (a, b) in pairs for found in differences(a, b, f"{path}[{place}]")]
    return [] if one == other else [f"{path}: {one!r} is not {other!r}"]
