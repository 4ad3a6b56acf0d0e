"""Asks one release, read-only: `client.open_release("data/releases/current").as_of("2025-07-25", "compliance")`.

Answers are pandas frames, or polars or Arrow tables where asked (`to="polars"`). Times are UTC. Tables need no schema.
Every mistake is a ReleaseError. Does not belong here: what needs more than DuckDB and a release folder.
"""

import json
from collections.abc import Mapping, Sequence
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import Any, Literal, Self, TypeAlias

import duckdb

Kind: TypeAlias = Literal["pandas", "polars", "arrow"]
Parameters: TypeAlias = Mapping[str, object] | Sequence[object]
# The last keeps a query from undoing the others.
SETTINGS = (
    "set timezone = 'UTC'",
    "set search_path = 'takedown.main,takedown.marts'",
    "set enable_external_access = false",
    "set lock_configuration = true",
)


class ReleaseError(ValueError):
    """The release is not there, or cannot answer what it was asked. The message says what to do."""


class Release:
    """One opened release: its id, its as-of date, and whether it is made from the sample. A `with` block closes it."""

    def __init__(self, folder: Path, to: Kind) -> None:
        self.folder, self._to = folder, to
        facts = _read_facts(folder / "research" / "datapackage.json")
        self.id = str(facts["release_id"])
        self.as_of_date = date.fromisoformat(facts["as_of_date"])
        self.is_synthetic = bool(facts["is_synthetic"])
        self._connection = _connect(folder / "research" / "takedown.duckdb")
        self.close = self._connection.close

    def __repr__(self) -> str:
        return f"<Release {self.id}{' SYNTHETIC' if self.is_synthetic else ''}, as of {self.as_of_date}>"

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def sql(self, query: str, parameters: Parameters | None = None, *, to: Kind | None = None) -> Any:  # noqa: ANN401
        """The rows of one query. `parameters` fill `$name` or `?`; never write values into the text."""
        given = dict(parameters) if isinstance(parameters, Mapping) else list(parameters or ())
        try:
            answer = self._connection.sql(query, params=given)
            if answer is None:
                raise ReleaseError("the statement returned no rows: ask with select, from or show")
            return _converted(answer, to or self._to)
        except duckdb.Error as error:
            raise ReleaseError(f"release {self.id}: {error}") from error

    def table(self, name: str, *, to: Kind | None = None) -> Any:  # noqa: ANN401
        """All rows of a table or view."""
        schema, table = self._find(name)
        return self.sql(f'from "{schema}"."{table}"', to=to)

    def as_of(self, moment: str | date, what: str = "compliance", *, to: Kind | None = None) -> Any:  # noqa: ANN401
        """What was known at `moment` (a date is its last instant in UTC) of `what`: see replays()."""
        return self.sql(f"from {self._macro(what, '_as_of')}($t)", {"t": _text(moment)}, to=to)

    def at(self, moment: str | date, known: str | date, what: str = "compliance", *, to: Kind | None = None) -> Any:  # noqa: ANN401
        """The world at `moment` as it was known at `known`."""
        instants = {"v": _text(moment), "k": _text(known)}
        return self.sql(f"from {self._macro(what, '_at')}($v, $k)", instants, to=to)

    def replays(self) -> list[str]:
        """What can be asked of any past date: compliance, reach and so on."""
        query = "select macro_name as name from marts.dim_as_of_macro where macro_name like '%_as_of' order by name"
        return [name.removesuffix("_as_of") for name in self.sql(query, to="arrow")["name"].to_pylist()]

    def tables(self, *, to: Kind | None = None) -> Any:  # noqa: ANN401
        """Every table and view: schema, name, row count (none for a view), and what one row is."""
        return self.sql(
            "select schema_name as schema, table_name as name, estimated_size as row_count, comment as description "
            "from duckdb_tables() where not internal union all by name "
            "select schema_name as schema, view_name as name, comment as description "
            "from duckdb_views() where not internal order by schema, name",
            to=to,
        )

    def describe(self, name: str, *, to: Kind | None = None) -> Any:  # noqa: ANN401
        """The columns of a table or view: name, type, and what it means."""
        schema, table = self._find(name)
        return self.sql(
            "select column_name as name, data_type as type, comment as description from duckdb_columns() "
            "where schema_name = $schema and table_name = $table order by column_index",
            {"schema": schema, "table": table}, to=to)  # fmt: skip

    def _find(self, name: str) -> tuple[str, str]:
        known = [(row["schema"], row["name"]) for row in self.tables(to="arrow").to_pylist()]
        if found := [pair for pair in known if name in (pair[1], ".".join(pair))]:
            return found[0]
        near = get_close_matches(name.rpartition(".")[2], [table for _, table in known], n=1)
        advice = f"did you mean {near[0]}?" if near else "tables() lists them"
        raise ReleaseError(f"release {self.id} has no table {name!r}: {advice}")

    def _macro(self, what: str, ending: str) -> str:
        if what not in self.replays():
            raise ReleaseError(f"{what!r} cannot be replayed; what can: {', '.join(self.replays())}")
        return what + ending


def open_release(folder: str | Path, *, to: Kind = "pandas") -> Release:
    """Open the release in `folder` (`releases/<id>` or `releases/current`); answers are of the kind `to`."""
    if not (path := Path(folder).expanduser().resolve()).is_dir():
        raise ReleaseError(f"{path} is no folder: give that of a release, such as data/releases/current")
    return Release(path, to)


def _read_facts(package: Path) -> dict[str, Any]:
    try:
        return {**json.loads(package.read_text(encoding="utf-8"))["takedown"]}
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ReleaseError(f"{package} does not name a release of the research tier ({error!r})") from error


def _connect(database: Path) -> duckdb.DuckDBPyConnection:
    # Attached, for a file that is opened twice in a process would share one set of settings.
    connection, path = duckdb.connect(":memory:"), str(database).replace("'", "''")
    try:
        for statement in (f"attach '{path}' as takedown (read_only)", *SETTINGS):
            connection.execute(statement)
        return connection
    except duckdb.Error as error:
        raise ReleaseError(f"{database} cannot be read: {error}") from error


def _converted(answer: duckdb.DuckDBPyRelation, to: Kind) -> Any:  # noqa: ANN401
    convert = {"pandas": answer.df, "polars": answer.pl, "arrow": answer.to_arrow_table}
    if to not in convert:
        raise ReleaseError(f"answers are {', '.join(convert)}, not {to!r}")
    return convert[to]()


def _text(moment: str | date) -> str:
    return moment if isinstance(moment, str) else moment.isoformat()
