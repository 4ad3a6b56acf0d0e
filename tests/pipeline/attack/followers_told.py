"""What public sums of followers tell, as differences between them: which counts of which accounts each one holds.

Belongs here: reading releases (SQL beside this). Does not: what follows from it (followers).

The adversary is given more than anybody has: of every public sum he knows which counts of which accounts are in it,
from the log that the research tier holds. Only the counts themselves he does not know.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import duckdb
import numpy as np
from numpy.typing import NDArray
from scipy.sparse import coo_array, csr_array

from orchestration.release_tables import quote
from tests.pipeline.attack.told import Figures

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SQL = {name: (Path(__file__).parent / f"followers_{name}.sql").read_text() for name in ("told", "held", "differences")}
RULES_END = "published as ("  # how the macro requests_at goes on when it has replayed the log
TABLES = (
    *("dim_date", "fct_reach_daily", "fct_compliance_summary", "fct_compliance_at_claims"),
    *("fct_backlog", "fct_group_activity_weekly"),
)
COARSE = "from marts.fct_compliance_at_claims where followers_removed_low is not null"
Places = NDArray[np.int64]


@dataclass(frozen=True)
class Told:
    """A row is a public sum less another one; an unknown is one count of one account.

    `matrix` says how often the row holds the unknown, `values` what the row comes to. `counts` are the true counts, and
    `accounts` whose they are. `intervals` are the exact sums that are told coarsely: unknowns, low, high.
    """

    matrix: csr_array
    values: Figures
    counts: Figures
    accounts: NDArray[np.object_]
    intervals: tuple[tuple[Places, float, float], ...]

    def small(self, k: int) -> Iterator[tuple[int, Places]]:
        """The rows that hold the counts of 1 to k - 1 accounts and nothing else, with the places of these."""
        ends = self.matrix.indptr
        for row in np.flatnonzero((np.diff(ends) > 0) & (np.diff(ends) < k)):
            weights = self.matrix.data[ends[row] : ends[row + 1]]
            if abs(weights.sum()) == len(weights):
                yield int(row), self.matrix.indices[ends[row] : ends[row + 1]].astype(np.int64)


def read_told(publics: Sequence[Path]) -> Told:
    """All that the public tiers of one release, or of two consecutive ones, say of followers."""
    with duckdb.connect() as connection:
        connection.execute("set timezone = 'UTC'; create schema marts")
        for number, public in enumerate(publics):
            _read_release(connection, number, public)
        connection.execute(SQL["differences"])
        unknowns = connection.execute("select account_id, followers from unknown order by place").df()
        entries = connection.execute("select place, row, weight from entry").fetchnumpy()
        values = connection.execute("select value from difference order by row").fetchnumpy()["value"]
        intervals = tuple(_intervals(connection))
    shape = (len(values), len(unknowns))
    matrix = coo_array((entries["weight"].astype("float64"), (entries["row"], entries["place"])), shape=shape)
    counts, accounts = unknowns["followers"].to_numpy("float64"), unknowns["account_id"].to_numpy("object")
    return Told(matrix.tocsr(), values.astype("float64"), counts, accounts, intervals)


def _read_release(connection: "DuckDBPyConnection", number: int, public: Path) -> None:
    """Add to `told` what a release's public folder shows, and to `held` of what it is made."""
    connection.execute(f"attach {quote(public.parent / 'research' / 'takedown.duckdb')} as released (read_only)")
    for table in TABLES:
        path = quote(public / "parquet" / f"{table}.parquet")
        connection.execute(f"create or replace view marts.{table} as from read_parquet({path})")
    told, coarse = f"select {number} as release, * from ({SQL['told']})", f"select {number} as release, * {COARSE}"
    for name, query in {"told": told, "coarse": coarse}.items():
        verb = "insert into" if number else "create table"
        connection.execute(f"{verb} {name} {'by name' if number else 'as'} {query}")
    days = connection.execute(f"select distinct known_on from told where release = {number} order by 1").fetchall()
    connection.execute("use released")
    definition = "select definition from marts.dim_as_of_macro where macro_name = 'requests_at'"
    rules = connection.execute(definition).fetchall()[0][0].partition(RULES_END)[0]
    for day in (day for (day,) in days):
        known = rules.replace("as_instant(v)", f"as_instant('{day}')").replace("as_instant(k)", f"as_instant('{day}')")
        held = f"select {number} as release, date '{day}' as known_on, * from ({known} {SQL['held']})"
        connection.execute(f"create table if not exists memory.held as {held} limit 0; insert into memory.held {held}")
    connection.execute("use memory; detach released")


def _intervals(connection: "DuckDBPyConnection") -> Iterator[tuple[Places, float, float]]:
    """The sums that are told coarsely, and of which counts each one is."""
    found = connection.execute("select release, as_of_date, platform_id, low, high from coarse_interval").fetchall()
    for release, day, platform_id, low, high in found:
        places = connection.execute(
            "select place from removed where release = $1 and known_on = $2 and $3 in ('all', platform_id)",
            [release, day, platform_id],
        ).fetchnumpy()["place"]
        yield places.astype(np.int64), float(low), float(high)
