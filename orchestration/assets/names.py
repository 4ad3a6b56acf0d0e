"""One name everywhere: how a dbt node, a raw table and a folder of the release become asset keys and groups."""

from collections.abc import Mapping
from typing import Any

import dagster as dg
from dagster_dbt import DagsterDbtTranslator, DagsterDbtTranslatorSettings, DbtProject

from orchestration.assets.questions import question_of
from orchestration.connectors.sources import SOURCE_NAMES
from orchestration.raw_tables import tables_of
from orchestration.warehouse import TableShape

OWNERS = ("team:data-engineering",)  # of what no group of dbt owns
RAW_SOURCES = {table.removeprefix("raw."): source for source in SOURCE_NAMES for table in tables_of(source)}
LEDGER_TABLES = {
    "_batches": "One row per file landed: its source, hash, and how many rows were read and rejected.",
    "rejected_rows": "One row per record that could not be read, with its file, row number and reason.",
    "ignored_rows": "One row per record of a published file that is knowingly not read, and why.",
    "report_files": "One row per table of a publication: its layout, and how many records it has.",
    "report_observations": "One row per day on which a published file that is loaded was seen again, unchanged.",
    "country_names": "One row per name that ISO 3166 knows a country by.",
    "refused_files": "One row per file of the landing folder that the last landing refused whole, and why.",
}
RELEASE_KEY = dg.AssetKey(["releases", "current"])
SITE_KEY = dg.AssetKey(["site", "index"])


def raw_key(table: str) -> dg.AssetKey:
    """The asset key of a table of schema raw."""
    return dg.AssetKey(["raw", table])


def mart_key(table: str) -> dg.AssetKey:
    """The asset key of a published table."""
    return dg.AssetKey(["marts", table])


def team(name: str) -> str:
    """A team as Dagster names owners: "Data engineering" is ``team:data-engineering``."""
    return f"team:{name.lower().replace(' ', '-')}"


def shape_metadata(shape: TableShape | None) -> dict[str, Any]:
    """Row count and column schema of a table as Dagster shows them; nothing for what is not a table."""
    if shape is None:
        return {}
    columns = [dg.TableColumn(name, data_type) for name, data_type in shape.columns]
    return {"dagster/row_count": shape.row_count, "dagster/column_schema": dg.TableSchema(columns=columns)}


class Translator(DagsterDbtTranslator):
    """Asset key = schema and table; group = layer, and in marts the subject; owner = the owner of dbt's group."""

    def __init__(self) -> None:
        super().__init__(DagsterDbtTranslatorSettings(enable_code_references=True))

    def get_asset_key(self, dbt_resource_props: Mapping[str, Any]) -> dg.AssetKey:
        return dg.AssetKey([dbt_resource_props["schema"], dbt_resource_props["name"]])

    def get_description(self, dbt_resource_props: Mapping[str, Any]) -> str:
        # Prose alone: the SQL is one click away, as a code reference.
        return " ".join(str(dbt_resource_props["description"]).split())

    def get_group_name(self, dbt_resource_props: Mapping[str, Any]) -> str | None:
        folders: list[str] = dbt_resource_props["fqn"][1:-1]
        if dbt_resource_props["resource_type"] == "seed":
            return "seeds"
        return folders[1] if folders[0] == "marts" else folders[0]

    def get_owners(self, dbt_resource_props: Mapping[str, Any]) -> list[str]:
        group = dbt_resource_props.get("group")
        return [team(group["owner"]["name"])] if group else list(OWNERS)

    def get_tags(self, dbt_resource_props: Mapping[str, Any]) -> Mapping[str, str]:
        return {"dagster/kind/csv": ""} if dbt_resource_props["resource_type"] == "seed" else {}

    def get_asset_check_spec(
        self, asset_spec: dg.AssetSpec, manifest: Mapping[str, Any], unique_id: str, project: DbtProject | None
    ) -> dg.AssetCheckSpec | None:
        spec = super().get_asset_check_spec(asset_spec, manifest, unique_id, project)
        return spec and spec._replace(description=question_of(manifest["nodes"][unique_id]))
