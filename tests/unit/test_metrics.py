"""Metric metadata: what is read from the manifest, and that anything odd in it stops, saying where."""

import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError

from quality.metrics import MetricError, read_metrics, read_tables
from tests.unit.gate_case import metric, model, models, write_manifest

Node = dict[str, Any]


def one_model(**changes: object) -> Node:
    rate = metric("Share", "rate", "rate", numerator="part_count", denominator="whole_count", valid_range=[0, 1])
    return model("fct_one", ["platform_id"], ["part_count", "whole_count"], {"share_rate": rate | changes})


def test_a_metric_carries_its_table_and_its_types(tmp_path: Path) -> None:
    node = one_model(max_step=1, min_cell=5)
    (share,) = read_metrics(write_manifest(tmp_path / "manifest.json", [node]))
    assert (share.name, share.table, share.tier, share.grain) == ("share_rate", "fct_one", "public", ("platform_id",))
    assert (share.owner, share.description) == ("fct_one people", "About share_rate.")
    assert (share.numerator, share.denominator, share.valid_range) == ("part_count", "whole_count", (0, 1))
    assert (share.max_step, share.min_cell, share.unit, share.speaker) == (1.0, 5, "rate", "warehouse")


def test_absent_keys_are_none(tmp_path: Path) -> None:
    node = model("fct_one", ["day"], [], {"seen_count": metric("Seen")})
    (seen,) = read_metrics(write_manifest(tmp_path / "manifest.json", [node]))
    assert (seen.numerator, seen.denominator, seen.valid_range, seen.max_step, seen.min_cell) == (None,) * 5


def test_an_open_end_of_a_range_is_none(tmp_path: Path) -> None:
    node = model("fct_one", ["day"], [], {"seen_count": metric("Seen", valid_range=[0, None])})
    assert read_metrics(write_manifest(tmp_path / "manifest.json", [node]))[0].valid_range == (0, None)


def test_metrics_come_by_table_and_in_the_order_of_the_yml(tmp_path: Path) -> None:
    found = read_metrics(write_manifest(tmp_path / "manifest.json", list(reversed(models()))))
    assert [one.table for one in found] == sorted(one.table for one in found)
    assert [one.name for one in found if one.table == "fct_law_violations"] == ["violation_count", "checked_count"]


def test_tables_are_the_published_models_only(tmp_path: Path) -> None:
    hidden = one_model() | {"name": "int_hidden", "access": "protected", "config": {"access": "protected", "meta": {}}}
    manifest = write_manifest(tmp_path / "manifest.json", [one_model(), hidden])
    assert [table.name for table in read_tables(manifest)] == ["fct_one"]
    assert read_tables(manifest)[0].columns == ("platform_id", "part_count", "whole_count", "share_rate")


def test_access_and_meta_are_found_in_their_older_places(tmp_path: Path) -> None:
    node = one_model()
    node["config"] = {}
    for column in node["columns"].values():
        column["config"] = {}
    assert [one.name for one in read_metrics(write_manifest(tmp_path / "manifest.json", [node]))] == ["share_rate"]


def test_a_metric_cannot_be_changed(tmp_path: Path) -> None:
    (share,) = read_metrics(write_manifest(tmp_path / "manifest.json", [one_model()]))
    with pytest.raises(ValidationError, match="frozen"):
        share.valid_range = (0, 2)  # type: ignore[misc]


@pytest.mark.parametrize(
    ("changes", "named"),
    [
        ({"min_cel": 5}, "unknown key 'min_cel'; known are label, unit"),
        ({"unit": "tweets"}, "unit = 'tweets'"),
        ({"speaker": "minister"}, "speaker = 'minister'"),
        ({"stage": "snapshot"}, "stage = 'snapshot'"),
        ({"label": ""}, "label = ''"),
        ({"numerator": "part"}, "numerator 'part' is not a column of fct_one"),
        ({"denominator": "whole"}, "denominator 'whole' is not a column of fct_one"),
        ({"denominator": None}, "a rate needs both"),
        ({"unit": "request"}, "only a rate has them; the unit is 'request'"),
        ({"valid_range": [1, 0]}, "[1, 0] is reversed"),
        ({"valid_range": [None, None]}, "both ends are open"),
        ({"valid_range": [0]}, "valid_range = [0]"),
        ({"valid_range": ["0", "1"]}, "valid_range = ['0', '1']"),
        ({"max_step": 0}, "max_step = 0"),
        ({"min_cell": 2.5}, "min_cell = 2.5"),
        ({"owner": "me"}, "key 'owner' is not written here"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_wrong_metric_is_named(tmp_path: Path, changes: dict[str, Any], named: str) -> None:
    manifest = write_manifest(tmp_path / "manifest.json", [one_model(**changes)])
    with pytest.raises(MetricError, match=re.escape(named)) as caught:
        read_metrics(manifest)
    assert "model fct_one, column share_rate" in str(caught.value)


def test_a_missing_key_is_named_with_the_file_to_correct(tmp_path: Path) -> None:
    node = one_model()
    del node["columns"]["share_rate"]["config"]["meta"]["metric"]["unit"]
    with pytest.raises(MetricError, match=r"unit: Field required; correct it in dbt_project/models/marts/fct_one\.yml"):
        read_metrics(write_manifest(tmp_path / "manifest.json", [node]))


def without(key: str) -> Callable[[Node], object]:
    return lambda node: node["config"]["meta"].pop(key)


@pytest.mark.parametrize(
    ("break_it", "named"),
    [
        (without("tier"), "tier: Field required"),
        (without("grain"), "grain: Field required"),
        (without("owner"), "owner: Field required"),
        (lambda node: node["config"]["meta"].update(tier="secret"), "tier = 'secret'"),
        (lambda node: node["config"]["meta"].update(grain=[]), "grain = []"),
        (lambda node: node["config"]["meta"].update(grain=["week"]), "grain: week is not a column"),
        (lambda node: node["config"]["meta"].update(colour="blue"), "unknown key 'colour'"),
    ],
    ids=["tier", "grain", "owner", "unknown tier", "empty grain", "grain no column", "unknown key"],
)
def test_a_wrong_table_is_named(tmp_path: Path, break_it: Callable[[Node], object], named: str) -> None:
    node = one_model()
    break_it(node)
    with pytest.raises(MetricError, match=re.escape(named)) as caught:
        read_tables(write_manifest(tmp_path / "manifest.json", [node]))
    assert "model fct_one" in str(caught.value)


def test_an_unknown_key_beside_metric_is_named(tmp_path: Path) -> None:
    node = one_model()
    node["columns"]["share_rate"]["config"]["meta"]["metrics"] = {}
    with pytest.raises(MetricError, match="column share_rate: unknown key 'metrics'"):
        read_metrics(write_manifest(tmp_path / "manifest.json", [node]))


def test_a_metric_that_is_no_mapping_is_named(tmp_path: Path) -> None:
    node = one_model()
    node["columns"]["share_rate"]["config"]["meta"]["metric"] = "rate"
    with pytest.raises(MetricError, match="is 'rate'; write it as keys and values"):
        read_metrics(write_manifest(tmp_path / "manifest.json", [node]))


@pytest.mark.parametrize("text", ["", "{", "[]", "{}", "\xff"], ids=["empty", "cut", "list", "no nodes", "not UTF-8"])
def test_a_damaged_manifest_is_named(tmp_path: Path, text: str) -> None:
    manifest = tmp_path / "manifest.json"
    manifest.write_bytes(text.encode("latin-1"))
    with pytest.raises(MetricError, match=r"manifest\.json: this is not a dbt manifest"):
        read_metrics(manifest)


def test_a_missing_manifest_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(MetricError, match="run `dbt parse`"):
        read_metrics(tmp_path / "manifest.json")


def test_importing_the_gate_loads_nothing_heavy() -> None:
    heavy = "{'great_expectations', 'pandas', 'numpy', 'dagster', 'duckdb'}"
    code = f"import sys, quality.gate, quality.report; sys.exit(', '.join(sorted({heavy} & set(sys.modules))) or 0)"
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=False)
    assert (run.returncode, run.stderr) == (0, "")
