"""What the data-quality page says of figures that changed since the last release."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboards.blocks import Cell
from dashboards.data import open_release
from dashboards.pages.quality_past import _difference, _figure_name, past_sentence, past_table
from dashboards.words import Words
from tests.page_readings import texts
from tests.small_release import write_release

FORMER = "2025-08-01-00000000"
ROWS = """
    SELECT * FROM (VALUES
        ('fct_compliance_daily', 'one', DATE '2025-08-01', 'total_reported_count', -3.0, 'late_record'),
        ('fct_compliance_daily', 'two', DATE '2025-08-03', 'total_reported_count', 1.0, 'late_record'),
        ('fct_reach_daily', 'one', DATE '2025-08-02', 'followers', NULL, 'small_cells'),
        ('fct_reach_daily', 'two', DATE '2025-08-03', 'followers', 5.0, {odd})
    ) AS told (table_name, cell_key, dated_on, metric, difference, cause)
"""
Say = Callable[..., tuple[str, list[list[str]]]]


@pytest.fixture
def say(tmp_path: Path) -> Say:
    """The sentence and the table of a release with these restatements."""

    def said(rows: str | None, former: str | None = FORMER) -> tuple[str, list[list[str]]]:
        folder = write_release(tmp_path / "release")
        path = folder / "public" / "datapackage.json"
        package: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        package["takedown"]["compared_with"] = former
        if rows is not None:
            target = folder / "public" / "parquet" / "publication_restatements.parquet"
            duckdb.sql(f"COPY ({rows}) TO '{target}' (FORMAT parquet)")
            own = dict(package["resources"][0], name="publication_restatements", path=f"parquet/{target.name}")
            package["resources"].append(own)
        path.write_text(json.dumps(package), encoding="utf-8")
        with open_release(folder) as release:
            table = past_table(release, Words())
            return past_sentence(release, Words()), texts(table)

    return said


def test_the_unexplained_comes_first_and_a_withheld_difference_is_a_dash(say: Say) -> None:
    sentence, rows = say(ROWS.format(odd="'unexplained'"))
    assert sentence == (
        f"4 figures about the past differ from release {FORMER}. Nothing in the log explains 1 of them."
    )
    assert rows == [
        ["fct_reach_daily", "followers", "unexplained", "1", "5", "3 August 2025", "3 August 2025"],
        ["fct_compliance_daily", "Total reported", "recorded late", "2", "-3", "1 August 2025", "3 August 2025"],
        ["fct_reach_daily", "followers", "small cells withheld or shown", "1", "—", "2 August 2025", "2 August 2025"],
    ]


def test_several_causes_are_told_together(say: Say) -> None:
    sentence, rows = say(ROWS.format(odd="'late_record; retraction'"))
    assert sentence.endswith("The log explains them all.")
    assert "recorded late, withdrawn" in {row[2] for row in rows}


def test_a_figure_has_its_label_its_definition_and_its_unit(tmp_path: Path) -> None:
    with open_release(write_release(tmp_path / "release")) as release:
        known = _figure_name({"table_name": "fct_compliance_daily", "metric": "total_reported_count"}, release, Words())
        assert (known.text, known.href) == (
            "Total reported",
            "definitions.html#fct_compliance_daily.total_reported_count",
        )
        rate = {"table_name": "fct_compliance_summary", "metric": "response_rate", "difference": -0.0004}
        assert _difference(rate, release, Words()) == "-0.04 points", "or a small one would read 0"
        assert _difference(rate | {"metric": "reported_count", "difference": -4}, release, Words()) == "-4"
        for stranger in (
            {"table_name": "fct_requests", "metric": "outcome"},
            {"table_name": "fct_claims", "metric": "x"},
        ):
            assert _figure_name(stranger, release, Words()) == Cell(stranger["metric"], kind="code")


def test_nothing_changed_is_said_too(say: Say) -> None:
    assert say(f"{ROWS.format(odd='NULL')} WHERE false") == (f"Every figure of release {FORMER} still stands.", [])


def test_a_first_release_has_nothing_to_compare_with(say: Say) -> None:
    assert say(f"{ROWS.format(odd='NULL')} WHERE false", None)[0].startswith("This is the first release here")


def test_a_release_that_keeps_no_restatements_says_nothing_of_them(say: Say) -> None:
    assert say(None) == ("", [])
