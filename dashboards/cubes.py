"""Writes the shards that the filters read: static/cubes/<cube>-<period>.<order><number>.js, and index.js.

Belongs here: how rows are cut into files and written. Does not: what the rows are (cubes_sql), who reads them.
The rows of a state, and of all values of one dimension in it, lie in one file or in few. Two orders see to that: `a`
runs by group, agency, action, then platform (and basis); `b`, made for a period that is too long for one file, by
agency, action, platform, then group.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

from dashboards.cubes_sql import KEYS, Cube, cubes, shown_days
from dashboards.data import Release, Row
from dashboards.filters import ALL

SHARD_CELLS = 150_000  # of a file: some 400 kB, read in well under 50 ms
ORDERS: Mapping[str, tuple[str, ...]] = {
    "a": ("group", "agency", "action", "platform", "basis"),
    "b": ("agency", "action", "platform", "group", "basis"),
}
TOGETHER: Mapping[str, tuple[str, ...]] = {"a": ("platform", "basis"), "b": ("group", "basis")}
FOLDER = "cubes"
KEY = "key"
QUOTED = ("VARCHAR", "DATE")
Values: TypeAlias = Mapping[str, Sequence[str]]


def write_cubes(release: Release, static: Path) -> tuple[str, ...]:
    """Write every cube of the release into the folder `cubes` of `static`; the names written, sorted."""
    made = cubes(release)
    if not made:
        return ()
    folder = static / FOLDER
    folder.mkdir()
    dimensions = dict.fromkeys(name for cube in made for name in cube.dimensions if name != "period")
    values = {name: _values(release, made, name) for name in dimensions}
    entries = {cube.name: _write_cube(release, cube, values, folder) for cube in made}
    _write(folder / "index.js", "takedownCubes", [_json({"cubes": entries, "values": values})])
    return tuple(sorted(path.name for path in folder.iterdir()))


def _values(release: Release, made: Sequence[Cube], dimension: str) -> list[str]:
    """Every value of a dimension that occurs in any cube; 'all' first. A row names it by its place in this list."""
    tables = dict.fromkeys(cube.table for cube in made if dimension in cube.dimensions)
    parts = " UNION ".join(f"SELECT {KEYS[dimension]} AS value FROM {table}" for table in tables)
    rows = release.rows(f"SELECT DISTINCT value FROM ({parts}) WHERE value <> '{ALL}' ORDER BY value")
    return [ALL, *(row["value"] for row in rows)]


def _write_cube(release: Release, cube: Cube, values: Values, folder: Path) -> dict[str, object]:
    """Write one cube; its entry in the index: dimensions, and the first key of every file by period and order."""
    release.connection.execute(f"CREATE OR REPLACE TEMP TABLE cube AS {cube.sql}")
    columns = _columns(release, cube)
    repeats = _repeats(release, list(columns))
    shards: dict[str, dict[str, list[int]]] = {}
    for order in ORDERS:
        for row in _shards(
            release, cube, order, values, {name: columns[name] for name in columns if name not in repeats}
        ):
            files = shards.setdefault(row["period"], {}).setdefault(order, [])
            name = f"{row['period']}.{order}{len(files)}"
            files.append(row["first"])
            texts = [_json(cube.name), _json(name), _json([KEY, *(n for n in columns if n not in repeats)])]
            _write(folder / f"{cube.name}-{name}.js", "takedownCube", [*texts, f"[[{row['rows']}]]", _json(repeats)])
    release.connection.execute("DROP TABLE cube")
    return _entry(release, cube, shards)


def _entry(release: Release, cube: Cube, shards: Mapping[str, object]) -> dict[str, object]:
    orders = {order: [name for name in names if name in cube.dimensions] for order, names in ORDERS.items()}
    entry: dict[str, object] = {"dimensions": cube.dimensions, "along": cube.along, "shards": shards, "orders": orders}
    if "day" in cube.along and not cube.has_period:
        days = release.rows(f"SELECT date_day FROM ({shown_days(cube.table)}) ORDER BY date_day")
        entry["days"] = [row["date_day"].isoformat() for row in days]
    return entry


def _columns(release: Release, cube: Cube) -> dict[str, str]:
    """The columns of the cube that are not keys, each with its type."""
    keys = {f"at_{name}" for name in cube.dimensions}
    described = {row["column_name"]: row["column_type"] for row in release.rows("DESCRIBE cube")}
    return {name: kind for name, kind in described.items() if name not in keys}


def _repeats(release: Release, columns: Sequence[str]) -> dict[str, str]:
    """Numerators and denominators that are counts under another name: these are written once."""
    parts = [name for name in columns if name.endswith(("_numerator", "_denominator"))]
    counts = [name for name in columns if name.endswith("_count")]
    pairs = [(part, count) for part in parts for count in counts]
    if not pairs:
        return {}
    tests = ", ".join(f"bool_and({a} IS NOT DISTINCT FROM {b}) AS p{n}" for n, (a, b) in enumerate(pairs))
    (same,) = release.rows(f"SELECT {tests} FROM cube")
    return {part: count for place, (part, count) in reversed(list(enumerate(pairs))) if same[f"p{place}"]}


def _shards(release: Release, cube: Cube, order: str, values: Values, columns: Mapping[str, str]) -> list[Row]:
    """One row per file: period, first key, and its rows as text in the order of the keys."""
    limit = SHARD_CELLS // (len(columns) + 1)
    written = ", ".join(_written(name, kind) for name, kind in {KEY: "BIGINT", **columns}.items())
    together = 1
    for name in TOGETHER[order]:
        together *= len(values[name]) if name in cube.dimensions else 1
    return release.rows(f"""
        WITH keyed AS (
            SELECT *, {"at_period" if cube.has_period else f"'{ALL}'"} AS period,
                   {key_sql(cube, order, values)} AS {KEY}, {KEY} // {together} AS front FROM cube
        ), fronts AS (SELECT period, front, count(*) AS n FROM keyed GROUP BY ALL),
        filed AS (
            SELECT period, front, (sum(n) OVER before - n) // {limit} AS file, sum(n) OVER (PARTITION BY period) AS size
            FROM fronts WINDOW before AS (PARTITION BY period ORDER BY front)
        )
        SELECT period, min({KEY}) AS first,
               string_agg(concat_ws(',', {written}), '],[' ORDER BY {", ".join((KEY, *cube.along))}) AS rows
        FROM keyed JOIN filed USING (period, front)
        WHERE '{order}' = 'a' OR size > {limit} GROUP BY period, file ORDER BY period, file
    """)


def _written(name: str, kind: str) -> str:
    """A value as JSON: numbers and truths as they are, texts and days in quotes."""
    value = f'to_json("{name}")' if kind in QUOTED else f'"{name}"'
    return f"coalesce(CAST({value} AS VARCHAR), 'null')"


def key_sql(cube: Cube, order: str, values: Values) -> str:
    """One whole number per state: its places in the lists of values, as digits in the order of the files."""
    key = "0"
    for name in ORDERS[order]:
        if name in cube.dimensions:
            listed = ", ".join("'" + value.replace("'", "''") + "'" for value in values[name])
            key = f"({key} * {len(values[name])} + list_position([{listed}], at_{name}) - 1)"
    return f"CAST({key} AS BIGINT)"


def _json(value: object) -> str:
    return json.dumps(value, separators=(",", ":"))


def _write(path: Path, call: str, arguments: Sequence[str]) -> None:
    path.write_text(f"{call}({','.join(arguments)});\n", encoding="utf-8", newline="\n")
