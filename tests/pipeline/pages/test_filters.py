"""The shards of the cubes and the bindings: what is written for the scripts, from a small release."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboards import cubes, filters_make
from dashboards.data import Release, open_release
from dashboards.filters import Place, Rows, RowTable, Text
from dashboards.filters_bar import filter_bar
from dashboards.filters_json import binding_attribute, binding_json, page_words
from dashboards.words import Words
from tests.small_release import Content, write_release

CALL = re.compile(r"(\w+)\((.*)\);\n", re.DOTALL)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_release(tmp_path_factory.mktemp("filters") / "release")


@pytest.fixture
def release(folder: Path) -> Iterator[Release]:
    with open_release(folder) as opened:
        yield opened


def read(path: Path) -> list[Any]:
    """The arguments with which a shard calls its function."""
    found = CALL.fullmatch(path.read_text(encoding="utf-8"))
    assert found, f"{path.name} is not one call"
    arguments: list[Any] = json.loads(f"[{found[2]}]")
    return arguments


def rows_of(static: Path, cube: str) -> list[dict[str, Any]]:
    """Every row of order `a` of a cube, with its period."""
    made = []
    for path in sorted((static / "cubes").glob(f"{cube}-*.a*.js")):
        _, name, columns, rows, repeats = read(path)
        for row in rows:
            known = dict(zip(columns, row, strict=True)) | {"period": name.split(".")[0]}
            made.append(known | {column: known[other] for column, other in repeats.items()})
    return sorted(made, key=lambda row: (row["period"], row["key"], str(row.get("day", ""))))


def test_the_same_release_gives_the_same_bytes(folder: Path, tmp_path: Path) -> None:
    written = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        with open_release(folder) as opened:
            files = cubes.write_cubes(opened, tmp_path / name)
        written.append([(file, (tmp_path / name / "cubes" / file).read_bytes()) for file in files])
    assert written[0] == written[1]
    assert len(written[0]) > 10


def test_a_release_without_cubes_has_no_shards_and_no_bar(tmp_path: Path) -> None:
    before = write_release(tmp_path / "release", Content(has_cubes=False))
    with open_release(before) as opened:
        assert cubes.write_cubes(opened, tmp_path) == ()
        assert filter_bar(opened, Words(), ("platform",)) is None


def test_every_state_is_in_one_file_whatever_the_size_of_files(
    release: Release, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, cut = tmp_path / "whole", tmp_path / "cut"
    for static, cells in ((whole, 10**9), (cut, 700)):
        static.mkdir()
        monkeypatch.setattr(cubes, "SHARD_CELLS", cells)
        cubes.write_cubes(release, static)
    assert len(list((cut / "cubes").glob("compliance-all.a*.js"))) > 1
    assert rows_of(whole, "compliance") == rows_of(cut, "compliance")
    (index,) = read(cut / "cubes" / "index.js")
    firsts = index["cubes"]["compliance"]["shards"]["all"]
    for order in ("a", "b"):
        held = [
            [row[0] for row in read(cut / "cubes" / f"compliance-all.{order}{n}.js")[3]]
            for n in range(len(firsts[order]))
        ]
        assert [keys[0] for keys in held] == firsts[order]
        assert [key for keys in held for key in keys] == sorted(key for keys in held for key in keys)


def test_a_rate_on_too_few_is_blank_in_the_shard(release: Release, tmp_path: Path) -> None:
    cubes.write_cubes(release, tmp_path)
    rows = rows_of(tmp_path, "compliance")
    few = [row for row in rows if 0 < row["complied_of_reported_denominator"] < 5]
    many = [row for row in rows if row["complied_of_reported_denominator"] >= 5]
    assert few and many
    for row in few:
        assert (row["complied_of_reported_status"], row["complied_of_reported_rate"]) == ("withheld", None)
        assert row["complied_of_reported_above"] == row["complied_of_reported_below"] == 0
    assert all(row["complied_of_reported_rate"] is not None for row in many)
    none = [row for row in rows if row["complied_of_decided_denominator"] == 0]
    assert none and {row["complied_of_decided_status"] for row in none} == {"none"}


def test_a_stock_on_any_day_is_the_last_that_changed(folder: Path, release: Release, tmp_path: Path) -> None:
    cubes.write_cubes(release, tmp_path)
    whole = [row for row in rows_of(tmp_path, "stocks") if row["key"] == 0]
    daily = duckdb.sql(f"""
        SELECT date_day::VARCHAR, sum(total_reported_count)::INTEGER, sum(pending_count)::INTEGER
        FROM '{folder}/public/parquet/fct_compliance_daily.parquet' GROUP BY 1 ORDER BY 1
    """).fetchall()
    assert 1 < len(whole) <= len(daily)
    for day, reported, pending in daily:
        held = [row for row in whole if row["day"] <= day]
        assert ((held[-1]["total_reported_count"], held[-1]["pending_count"]) if held else (0, 0)) == (
            reported,
            pending,
        )


def test_a_bound_of_reach_is_nothing_where_one_part_has_none(folder: Path, release: Release, tmp_path: Path) -> None:
    cubes.write_cubes(release, tmp_path)
    whole = [row for row in rows_of(tmp_path, "reach") if row["key"] == 0]
    assert whole[-1]["followers_live_high"] is None, "Telegram has no upper bound"
    assert whole[-1]["followers_live"] > 0


def test_a_count_of_which_a_part_is_withheld_says_so(release: Release, tmp_path: Path) -> None:
    cubes.write_cubes(release, tmp_path)
    rows = rows_of(tmp_path, "activity")
    statuses = {row["accounts_first_reported_status"] for row in rows}
    assert {"withheld", "part"} <= statuses
    for row in rows:
        if row["accounts_first_reported_status"] == "withheld":
            assert not row["accounts_first_reported_count"]


def test_the_bar_offers_what_occurs_under_its_names(release: Release) -> None:
    bar = filter_bar(release, Words(), ("platform", "group", "period"))
    assert bar is not None and bar.dimensions == ("platform", "group", "period")
    platform, group, period = bar.selectors
    assert [choice.label for choice in platform.sections[0][1]] == ["Facebook", "Telegram", "X"]
    assert [choice.value for choice in group.sections[0][1]][-1] == "withheld"
    assert [heading for heading, _ in period.sections] == ["Quarters", "Months"]
    assert [choice.label for choice in period.sections[1][1]] == ["Aug 2025", "Jul 2025"]
    assert bar.showing == "Showing: all requests – 143 requests"
    spoken = page_words(bar, Words("ur_PK"))
    assert spoken["isRtl"] and spoken["locale"] == "ur-PK" and len(set(spoken["months"])) == 12  # type: ignore[arg-type]


def test_a_binding_cannot_leave_its_attribute() -> None:
    place = Place("count", at={"group": '"><script>alert(1)</script>'})
    cells = (Text("'\"<b>"), Text("{count}", {"count": place}))
    written = str(binding_attribute(RowTable(Rows("compliance", "platform"), cells)))
    assert written.startswith(' data-binding="') and written.endswith('"')
    assert "<" not in written and written.count('"') == 2
    assert binding_attribute(None) == ""


def test_a_binding_keeps_empty_templates_and_leaves_out_what_says_nothing() -> None:
    bound = json.loads(binding_json(RowTable(Rows("compliance", "platform"), (Text(""),))))
    assert bound["cells"][0]["template"] == ""
    assert "total" not in bound and "order_cube" not in bound["rows"]
    assert bound["rows"]["limit"] == 12


def test_most_keeps_the_order_of_what_came() -> None:
    assert filters_make.most(["a", "bbb", "", "cc"], len, 2) == ["bbb", "cc"]
    assert filters_make.most(["a", "b"], lambda _: None, 1) == ["a"]
