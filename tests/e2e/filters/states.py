"""Puts a page through states of the filters and has every bound part of it judged.

Belongs here: which states, and the browser. Does not: what is right (judge).
"""

import random
from collections.abc import Mapping, Sequence
from pathlib import Path

from dashboards.languages import Language
from tests.e2e.filters.judge import Verdict, judge
from tests.e2e.filters.rows import Case
from tests.e2e.filters.truth import Truth
from tests.e2e.visit import Visit

SHOWN = (Path(__file__).parent / "shown.js").read_text(encoding="utf-8")
SEED = 20251031
OFFERED = """() => Object.fromEntries([...document.querySelectorAll("#filters select")].map(select =>
  [select.dataset.dimension, [...select.options].map(option => option.value).slice(1)]))"""
# A long table that nobody has opened is filled when somebody does.
OPEN_ALL = "() => document.querySelectorAll('main details').forEach(one => { one.open = true; })"
State = dict[str, str]


def offered_states(visit: Visit, count: int) -> tuple[list[State], list[State]]:
    """At least `count` states of one to three of the filters that the page offers, the same each time; all of one.

    Every filter is in one of them, of the period both a quarter and a month.
    """
    offered = kinds_of(visit.page.evaluate(OFFERED))
    chance = random.Random(SEED)  # noqa: S311 - the same states every time
    states: list[State] = []
    deck: list[tuple[str, Sequence[str]]] = []
    left = {values for _, values in offered}
    while left or len(states) < count:
        state: State = {}
        for _ in range(chance.randint(1, 3)):
            deck = deck or chance.sample(offered, len(offered))
            name, values = deck[-1]
            if name in state:
                break
            state[name] = chance.choice(values)
            left.discard(deck.pop()[1])
        states.append(state)
    single = [{name: value} for name, values in offered for value in values]
    chance.shuffle(single)
    return states, single


def kinds_of(offered: Mapping[str, Sequence[str]]) -> list[tuple[str, Sequence[str]]]:
    """The filters with their values; quarters and months are two kinds of one filter.

    Without the last of each: it ends with the log, and a stock at its end is today's, filtered or not.
    """
    periods = sorted(offered.get("period", ()))
    quarters = tuple(value for value in periods if "Q" in value)[:-1]
    months = tuple(value for value in periods if "Q" not in value)[:-1]
    others = [(name, tuple(sorted(values))) for name, values in sorted(offered.items()) if name != "period"]
    return [(name, values) for name, values in [*others, ("period", quarters), ("period", months)] if values]


def judge_page(visit: Visit, truth: Truth, language: Language, count: int) -> Verdict:
    """Compare the open page as it came and in `count` states, and in as many more as it takes to see every part."""
    visit.page.evaluate(OPEN_ALL)
    names = visit.page.evaluate("() => window.takedownFilters.page.names")
    verdict = Verdict({part["name"]: part for part in visit.page.evaluate(SHOWN)["parts"]})
    some, single = offered_states(visit, count)
    for number, state in enumerate([{}, *some, *single]):
        if number > len(some) and not verdict.left():
            break
        look(visit, Case(truth, names, language.words(), state), verdict)
    return verdict


def look(visit: Visit, case: Case, verdict: Verdict) -> None:
    """Choose a state in the address, and compare what the page then shows."""
    address = "&".join(f"{name}={value}" for name, value in case.state.items())
    if address:
        visit.page.evaluate("address => { location.hash = address; }", address)
        visit.wait_applied(address)
    page = visit.page.evaluate(SHOWN)
    counted = case.truth.row("compliance", case.state)
    if counted:
        said = case.words.plural("{n} request", "{n} requests", counted["reported_count"], n="{n}")
        said = said.format(n=case.words.number(counted["reported_count"]))
        verdict.faults += [] if said in page["status"] else [f"#{address} says {page['status']!r}, not {said!r}"]
    for part in page["parts"]:
        verdict.add(part, case, judge(part, verdict.unfiltered[part["name"]], case, page["tokens"]))
