"""Every column that a build makes is described, in every layer."""

import json

from tests.pipeline.marts import ask
from tests.pipeline.workbench import Ran, Workbench

LAYERS = ("staging", "intermediate", "marts")


def test_every_column_of_every_model_is_described(workbench: Workbench, october: Ran) -> None:
    nodes = json.loads(workbench.settings.manifest.read_text(encoding="utf-8"))["nodes"].values()
    described = {
        (node["schema"], node["name"], column["name"])
        for node in nodes
        if node["resource_type"] == "model"
        for column in node["columns"].values()
        if column["description"].strip()
    }
    made = ask(
        october.home / "warehouse.duckdb",
        f"select schema_name, table_name, column_name from duckdb_columns() where schema_name in {LAYERS}",
    )
    assert len(made) > 300
    assert sorted(set(made) - described) == []
