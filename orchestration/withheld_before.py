"""What the release before withheld, into schema `raw`: a cell that was withheld once stays so.

Belongs here: which cells of group x platform x week, read from that release's public Parquet.
Does not: which cells are too small (dbt's int_group_cells__withheld).
"""

from typing import TYPE_CHECKING

from orchestration.publishing import find_previous, read_build_facts
from orchestration.release_tables import quote
from orchestration.settings import Settings
from orchestration.warehouse import read_value

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

EMPTY_TABLE = """
    create or replace table raw.withheld_before (
        week_start_date date, group_id varchar, platform_id varchar, is_withheld boolean, is_stock_withheld boolean
    )
"""


def write_withheld_before(connection: "DuckDBPyConnection", settings: Settings) -> int:
    """Fill `raw.withheld_before` from the release that this build will be compared with; returns its rows.

    The clock must be set, since it says which release that is. Empty where there is none.
    """
    connection.execute(EMPTY_TABLE)
    previous = find_previous(settings, read_build_facts(connection))
    if previous is not None:
        cells = previous / "public" / "parquet" / "fct_group_activity_weekly.parquet"
        connection.execute(
            "insert into raw.withheld_before "
            "select week_start_date, group_id, platform_id, is_suppressed, is_suppressed or is_stock_suppressed "
            f"from read_parquet({quote(cells)}) where is_suppressed or is_stock_suppressed"
        )
    return int(read_value(connection, "select count(*) from raw.withheld_before"))
