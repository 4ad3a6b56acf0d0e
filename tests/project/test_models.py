"""House rules 2, 3 and 11 for dbt: path is identity, one SQL and one YML per model, plain and portable SQL."""

import re
from collections.abc import Callable
from pathlib import PurePosixPath

import pytest

from tests.project.dbt import JINJA_VALUE, MODELS, bare_sql, declared, layer, model_paths
from tests.project.tree import fenced, files_in, text_of

SQL_LINES = 100
SUBJECTS = {"core", "compliance", "reach", "group_activity", "ledger", "quality"}
# The two homes of division, and the folder whose files know which engine they run on.
DIVIDERS = ("dbt_project/macros/ratio.sql", "dbt_project/macros/wilson.sql", "dbt_project/macros/portable/")
NOT_A_TABLE = re.compile(r"\bis\s+(not\s+)?distinct\s+from\b|\b(extract|trim|substring)\s*\([^()]*\)")
QUERY_NAME = re.compile(r"\b([a-z_]\w*)\s+as\s+(?:not\s+)?(?:materialized\s+)?\(")
TABLE_NAME = re.compile(r"\b(?:from|join)\s+([a-z_][\w.]*)(?!\w)(?!\s*\()")
SCHEMAS = ("raw", "seeds", "staging", "intermediate", "marts", "main")


def misplaced(path: str) -> list[str]:
    """Why the model at `path` stands in the wrong place or has the wrong name."""
    stem, folders = PurePosixPath(path).stem, PurePosixPath(path).parent.relative_to(MODELS).parts
    if layer(path) == "staging":
        right = len(folders) == 2 and re.fullmatch(rf"stg_{folders[-1]}__[a-z0-9_]+", stem)
        return [] if right else [f"{path}: staging/<source>/stg_<source>__<entity>.sql"]
    if layer(path) == "intermediate":
        right = folders == ("intermediate",) and re.fullmatch(r"int_[a-z0-9]+(_[a-z0-9]+)*__[a-z0-9_]+", stem)
        return [] if right else [f"{path}: intermediate/int_<entity>__<verb>.sql"]
    if layer(path) == "marts":
        right = len(folders) == 2 and folders[1] in SUBJECTS and re.match(r"(dim|fct|bridge)_|publication_", stem)
        return [] if right else [f"{path}: marts/<subject>/<dim, fct or bridge>_<name>.sql"]
    return [f"{path}: {layer(path)} is no layer"]


def test_path_is_identity() -> None:
    assert model_paths(), "no models yet"
    wrong = [problem for path in model_paths() for problem in misplaced(path)]
    assert not wrong, fenced(wrong)


MISPLACED = ["staging/stg_a__b", "staging/log/stg_other__b", "intermediate/int_a", "marts/x/fct_a", "marts/core/a"]


@pytest.mark.parametrize("place", MISPLACED)
def test_a_misplaced_model_is_found(place: str) -> None:
    assert misplaced(f"{MODELS}{place}.sql")


def test_one_yml_beside_each_sql_with_that_one_model() -> None:
    expected = {path.removesuffix(".sql") + ".yml": [PurePosixPath(path).stem] for path in model_paths()}
    declares = {path: [model["name"] for model in declared(path)] for path in files_in(MODELS, ".yml")}
    found = {path: names for path, names in declares.items() if names or path in expected}
    wrong = [f"{path}: declares {found.get(path)}, not {expected.get(path)}"
             for path in sorted(expected | found) if expected.get(path) != found.get(path)]  # fmt: skip
    assert not wrong, fenced(wrong)


def test_a_description_says_what_one_row_is() -> None:
    models = [(path, model) for path in files_in(MODELS, ".yml") for model in declared(path)]
    wrong = [path for path, model in models if not str(model.get("description", "")).strip().startswith("One row per ")]
    assert not wrong, fenced(wrong)


def test_sql_is_short() -> None:
    lengths = {path: len(text_of(path).splitlines()) for path in files_in("", ".sql")}
    long = [f"{path}: {length} lines, at most {SQL_LINES}" for path, length in lengths.items() if length > SQL_LINES]
    assert not long, fenced(long)


def divisions(sql: str) -> bool:
    return "/" in bare_sql(sql)


def unportable(sql: str) -> bool:
    return bool(re.search(r"::|\bqualify\b|\bwith\s+recursive\b", bare_sql(sql)))


def named_tables(sql: str) -> bool:
    """Does a table stand here by name that is neither a ref, a source, nor a query of this file?"""
    text = NOT_A_TABLE.sub(" ", bare_sql(sql))
    own = {*QUERY_NAME.findall(text), JINJA_VALUE, "lateral", "unnest"}
    schema_qualified = any(schema not in own and re.search(rf"\b{schema}\.\w", text) for schema in SCHEMAS)
    return schema_qualified or any(name not in own for name in TABLE_NAME.findall(text))


def reads_source(sql: str) -> bool:
    return bool(re.search(r"\{\{[^}]*\bsource\s*\(", sql))


def everywhere() -> list[str]:
    return list(files_in("dbt_project/", ".sql"))


RULES: list[tuple[Callable[[str], bool], Callable[[], list[str]]]] = [
    (divisions, lambda: [path for path in everywhere() if not path.startswith(DIVIDERS)]),
    (unportable, everywhere),
    (named_tables, lambda: [path for path in everywhere() if "/macros/" not in path and "/generic/" not in path]),
    (reads_source, lambda: [path for path in everywhere() if not path.startswith(f"{MODELS}staging/")]),
]


@pytest.mark.parametrize(("rule", "paths"), RULES, ids=lambda value: getattr(value, "__name__", ""))
def test_no_sql_has(rule: Callable[[str], bool], paths: Callable[[], list[str]]) -> None:
    broken = [path for path in paths() if rule(text_of(path))]
    assert not broken, fenced(broken)


BREACHES: list[tuple[Callable[[str], bool], str]] = [
    (divisions, "select a / b from {{ ref('t') }}"),
    (divisions, "select a // 7 from {{ ref('t') }} -- whole weeks"),
    (unportable, "select a::date from {{ ref('t') }}"),
    (unportable, "select a from {{ ref('t') }} QUALIFY row_number() over () = 1"),
    (unportable, "WITH  RECURSIVE t as (select 1) select * from t"),
    (named_tables, "select * from raw.requests"),
    (named_tables, "with a as (select 1) select * from a, marts.fct_requests"),
    (named_tables, "select * from {{ ref('t') }} as t left join fct_requests on true"),
    (reads_source, "select * from {{ source('raw', 'requests') }}"),
]
PLAIN = """
-- half a/b, '::', and raw.requests are prose
with a as (select extract(year from day) as y, 'and/or :: raw.t' as t from {{ ref('days') }}), {# 1 / 2 #}
b as (select * from a where y is distinct from 2 and t = 'it''s')
select {{ ratio('a', 'b') }} from b cross join (select 1) as c cross join unnest([1, 2])
"""


@pytest.mark.parametrize(("rule", "sql"), BREACHES)
def test_rule_finds_a_breach(rule: Callable[[str], bool], sql: str) -> None:
    assert rule(sql)


@pytest.mark.parametrize("rule", [divisions, unportable, named_tables, reads_source])
def test_plain_sql_breaks_no_rule(rule: Callable[[str], bool]) -> None:
    assert not rule(PLAIN)
