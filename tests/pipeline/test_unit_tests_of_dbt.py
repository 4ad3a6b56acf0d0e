"""The formulas: dbt's unit tests pass, and every model that computes something has one."""

import json
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from orchestration.inputs import ParseError, ensure_manifest
from orchestration.settings import Settings
from tests.pipeline.workbench import Ran, Workbench, dbt, environment

# What makes a model compute: a choice, an aggregate, a window or arithmetic, its own or that of a macro.
COMPUTES = re.compile(
    r"\b(case|sum|count|count_if|min|max|max_by|median|over|coalesce|lead|lag)\b|\bratio\b", re.IGNORECASE
)


@pytest.fixture(scope="module")
def results(workbench: Workbench, october: Ran) -> list[Any]:
    """Every unit test, run on October's warehouse, whose tables tell dbt the types."""
    workbench.clear(october.home)
    with environment(workbench.settings):
        return dbt(workbench.settings, "test", "--select", "test_type:unit")


@pytest.fixture(scope="module")
def manifest(workbench: Workbench, october: Ran) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(workbench.settings.manifest.read_text(encoding="utf-8"))
    return content


def test_all_unit_tests_pass(results: list[Any], manifest: dict[str, Any]) -> None:
    assert len(results) == len(manifest["unit_tests"]) >= 15
    assert [(result.node.name, result.message) for result in results if result.status != "pass"] == []


def test_every_model_that_computes_has_a_unit_test(manifest: dict[str, Any]) -> None:
    tested = {name for test in manifest["unit_tests"].values() for name in test["depends_on"]["nodes"]}
    models = {
        node["name"]: node["unique_id"]
        for node in manifest["nodes"].values()
        if node["resource_type"] == "model" and node["schema"] in ("intermediate", "marts")
        and COMPUTES.search(re.sub(r"--.*", "", node["raw_code"]))
    }  # fmt: skip
    assert len(models) >= 12
    assert sorted(name for name, unique_id in models.items() if unique_id not in tested) == []


def test_a_project_that_cannot_be_parsed_is_told_in_the_words_of_dbt(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "dbt_project").mkdir()
    (tmp_path / "dbt_project.yml").write_text("name: [unclosed")
    with pytest.raises(ParseError, match=r"(?s)dbt cannot parse the project:.*Syntax error near line 2"):
        ensure_manifest(replace(settings, project=tmp_path))
