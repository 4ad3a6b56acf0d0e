"""What is published, read off dbt's manifest."""

import json
from pathlib import Path
from typing import Any

import pytest

from orchestration.catalog import Column, ManifestMissingError, read_catalog

METRIC = {"label": "Requests", "unit": "request"}


def model(name: str, **changes: Any) -> dict[str, Any]:  # noqa: ANN401 - any part of a node
    return {
        "resource_type": "model",
        "access": "public",
        "name": name,
        "description": "One row per\n  thing.\n",
        "config": {"meta": {"tier": "public", "grain": ["thing_id"], "owner": "core"}},
        "columns": {
            "thing_id": {"name": "thing_id", "data_type": "VARCHAR", "description": "Key.", "config": {}},
            "things_count": {
                "name": "things_count",
                "data_type": "bigint",
                "description": "How many.",
                "config": {"meta": {"metric": METRIC}},
            },
        },
    } | changes


def manifest_of(folder: Path, *nodes: dict[str, Any]) -> Path:
    path = folder / "manifest.json"
    path.write_text(json.dumps({"nodes": {str(number): node for number, node in enumerate(nodes)}}))
    return path


def test_only_public_models_are_published_in_order_of_name(tmp_path: Path) -> None:
    seed, private = model("a_seed", resource_type="seed"), model("private", access="protected")
    silent = {key: value for key, value in model("silent").items() if key != "access"}
    found = read_catalog(manifest_of(tmp_path, model("b"), seed, private, silent, model("a")))
    assert [table.name for table in found] == ["a", "b"]


def test_a_table_is_read_whole(tmp_path: Path) -> None:
    (table,) = read_catalog(manifest_of(tmp_path, model("a")))
    assert (table.tier, table.grain, table.owner) == ("public", ("thing_id",), "core")
    assert table.description == "One row per thing."
    assert table.columns == (
        Column("thing_id", "varchar", "Key.", None),
        Column("things_count", "bigint", "How many.", METRIC),
    )


@pytest.mark.parametrize("missing", ["tier", "grain", "owner"])
def test_a_published_model_without_its_words_is_named_by_what_it_lacks(tmp_path: Path, missing: str) -> None:
    node = model("a")
    del node["config"]["meta"][missing]
    with pytest.raises(KeyError, match=missing):
        read_catalog(manifest_of(tmp_path, node))


def test_without_a_manifest_it_says_what_to_run(tmp_path: Path) -> None:
    with pytest.raises(ManifestMissingError, match="takedown build"):
        read_catalog(tmp_path / "manifest.json")
