"""Published means complete: each public model has contract, words, owner, grain and a test; each metric its terms."""

from collections.abc import Callable, Iterator

import pytest

from tests.project.dbt import Config, public_marts
from tests.project.tree import fenced

TIERS = {"public", "research", "restricted"}
UNITS = {"request", "account", "item", "url", "complaint", "follower", "rate", "hour", "day", "count"}
STAGES = {"stock", "flow", "rate"}
SPEAKERS = {"agency", "platform", "press", "warehouse"}


def columns_of(model: Config) -> dict[str, Config]:
    return {column["name"]: column for column in model.get("columns") or ()}


def metrics_of(model: Config) -> dict[str, Config]:
    found = {name: ((c.get("config") or {}).get("meta") or {}).get("metric") for name, c in columns_of(model).items()}
    return {name: metric for name, metric in found.items() if metric}


def missing_promises(model: Config, config: Config) -> Iterator[str]:
    if not (config.get("contract") or {}).get("enforced"):
        yield "its contract is not enforced"
    if not columns_of(model):
        yield "it declares no columns"
    for name, column in columns_of(model).items():
        if not str(column.get("description") or "").strip():
            yield f"column {name} has no description"


def missing_terms(model: Config, config: Config) -> Iterator[str]:
    meta = config["meta"]
    if meta.get("tier") not in TIERS:
        yield f"meta.tier is {meta.get('tier')!r}, not one of {sorted(TIERS)}"
    if not meta.get("owner"):
        yield "meta.owner is missing"
    if not meta.get("grain"):
        yield "meta.grain is missing"
    unknown = set(meta.get("grain") or ()) - set(columns_of(model))
    if unknown:
        yield f"meta.grain names no column: {sorted(unknown)}"


def untested_grain(model: Config, config: Config) -> Iterator[str]:
    tests = [test for test in model.get("data_tests") or () if isinstance(test, dict)]
    tested = [test["unique_grain"].get("arguments", {}).get("columns", []) for test in tests if "unique_grain" in test]
    if sorted(config["meta"].get("grain") or ()) not in [sorted(columns) for columns in tested]:
        yield "no unique_grain test on the columns of meta.grain"


def unclear_metrics(model: Config, config: Config) -> Iterator[str]:
    for name, metric in metrics_of(model).items():
        if not metric.get("label"):
            yield f"{name}: metric has no label"
        for key, known in (("unit", UNITS), ("speaker", SPEAKERS), ("stage", STAGES)):
            if metric.get(key) not in known:
                yield f"{name}: metric {key} is {metric.get(key)!r}, not one of {sorted(known)}"
        low, high = metric.get("valid_range") or (None, None)
        if low is not None and high is not None and not low < high:
            yield f"{name}: valid_range {low}..{high} is empty"


def rates_without_n(model: Config, config: Config) -> Iterator[str]:
    columns, metrics = columns_of(model), metrics_of(model)
    for name in columns:
        if name.endswith("_rate") and name not in metrics:
            yield f"{name}: a rate without a metric"
    for name, metric in metrics.items():
        parts = [metric.get("numerator"), metric.get("denominator")]
        if metric.get("unit") == "rate" and not set(parts) <= set(columns):
            yield f"{name}: numerator and denominator are {parts}, not columns of the table"


Rule = Callable[[Config, Config], Iterator[str]]
RULES: list[Rule] = [missing_promises, missing_terms, untested_grain, unclear_metrics, rates_without_n]


def test_something_is_published() -> None:
    assert public_marts(), "no model has `access: public`"


@pytest.mark.parametrize("rule", RULES)
def test_no_public_model_has(rule: Rule) -> None:
    broken = [f"{path}: {problem}" for path, model, config in public_marts() for problem in rule(model, config)]
    assert not broken, fenced(broken)


RATE = {"name": "a_rate", "description": "", "config": {"meta": {"metric": {"unit": "rate", "numerator": "a"}}}}


@pytest.mark.parametrize("rule", RULES)
def test_rule_finds_a_breach(rule: Rule) -> None:
    assert list(rule({"name": "fct_a", "columns": [RATE]}, {"meta": {"grain": ["b"]}}))


def test_a_complete_model_breaks_no_rule() -> None:
    terms = {"label": "A", "unit": "request", "speaker": "agency", "stage": "flow", "valid_range": [0, 9]}
    count = {"name": "a_count", "description": "How many.", "config": {"meta": {"metric": terms}}}
    model = {"columns": [count], "data_tests": [{"unique_grain": {"arguments": {"columns": ["a_count"]}}}]}
    config = {"contract": {"enforced": True}, "meta": {"tier": "public", "owner": "A", "grain": ["a_count"]}}
    assert not [problem for rule in RULES for problem in rule(model, config)]
