"""What the Brief says of changes and claims: of a first release, of a fall, of nothing told, of none contradicted."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dashboards.data import open_release
from dashboards.deltas import Change, Changes, delta_text, read_changes, since_text
from dashboards.pages.brief_changes import Past, cause_text, change_sentences, change_table, read_past
from dashboards.pages.brief_claims import LISTED, refuted
from dashboards.rates import SUMMARY
from dashboards.words import Words
from tests.page_readings import texts
from tests.small_release import write_release

WORDS = Words()
SINCE = date(2025, 8, 1)
FORMER = "2025-08-01-00000000"
FIRST = "This is the first release here: there is nothing to compare it with."
STATUS_SQL = f"SELECT '{FORMER}' AS release, DATE '{SINCE}' AS as_of_date"
CHANGES_SQL = f"""
    SELECT '{SUMMARY}' AS table_name, metric, platform_id, before AS value_before, now AS value_now,
           now - before AS change, restated AS restated_change, now - before - restated AS new_change,
           metric = 'pending_count' AS is_redefined
    FROM (VALUES ('reported_count', 'all', 100.0, 143.0, -2.0), ('pending_count', 'all', 9.0, 9.0, 0.0),
                 ('reported_count', 'x', NULL, 80.0, NULL)) AS told (metric, platform_id, before, now, restated)
"""
PAST_SQL = """
    SELECT unnest(['retraction; late_record', 'retraction', 'unexplained']) AS cause
"""
Open = Callable[..., Any]


@pytest.fixture
def told(tmp_path: Path) -> Open:
    """Changes and past of a release with these own tables, compared with a former one or with none."""

    def read(former: str | None = FORMER, **tables: str) -> tuple[Changes, Past | None]:
        folder = write_release(tmp_path / "release")
        path = folder / "public" / "datapackage.json"
        package = json.loads(path.read_text(encoding="utf-8"))
        package["takedown"]["compared_with"] = former
        for name, query in tables.items():
            duckdb.sql(f"COPY ({query}) TO '{folder}/public/parquet/{name}.parquet' (FORMAT parquet)")
            package["resources"].append(dict(package["resources"][0], name=name, path=f"parquet/{name}.parquet"))
        path.write_text(json.dumps(package), encoding="utf-8")
        with open_release(folder) as release:
            changes = read_changes(release)
            return changes, read_past(release, changes, WORDS)

    return read


def of(change: float | None, new: float | None = None, restated: float | None = None) -> Changes:
    return Changes(SINCE, {(SUMMARY, "reported_count", "all"): Change(1, 2, change, restated, new)})


def test_a_first_release_has_nothing_to_compare_with(told: Open) -> None:
    changes, past = told(None)
    assert (changes, past) == (Changes(), None)
    assert change_sentences(changes, past, WORDS) == (FIRST,)
    assert change_table(changes, WORDS) is None
    assert since_text(changes, WORDS) == ""


def test_a_release_from_before_changes_were_told_tells_its_past_and_no_change(told: Open) -> None:
    changes, past = told(publication_status=STATUS_SQL, publication_restatements=PAST_SQL)
    assert changes == Changes()
    assert change_table(changes, WORDS) is None
    assert change_sentences(changes, past, WORDS)[0].startswith("3 figures about the past are no longer")


def test_what_the_release_tells_is_read_by_figure_and_platform(told: Open) -> None:
    own = {"publication_status": STATUS_SQL, "publication_changes": CHANGES_SQL, "publication_restatements": PAST_SQL}
    changes, past = told(**own)
    assert changes.since == SINCE
    assert changes.get(SUMMARY, "reported_count") == Change(100, 143, 43, -2, 45)
    assert changes.get(SUMMARY, "reported_count", "x") == Change(None, 80, None, None, None)
    assert changes.get(SUMMARY, "no_such_count") is None
    assert past is not None
    assert dict(past.causes) == {"retraction": 2, "late_record": 1, "unexplained": 1}
    assert change_sentences(changes, past, WORDS) == (
        "Requests reported rose by 43 since 1 August 2025: +45 through new ones, and −2 through earlier ones recorded "
        "late, corrected or withdrawn.",
        "3 figures about the past are no longer what they were: 2 because records were withdrawn, 1 because of late "
        "records, and 1 for no reason on record (some for several reasons).",
        "Defined anew, so not comparable: Pending.",
    )


def test_the_table_has_the_change_and_its_parts_and_a_dash_where_nothing_is_told(told: Open) -> None:
    changes, _ = told(publication_status=STATUS_SQL, publication_changes=CHANGES_SQL)
    table = change_table(changes, WORDS)
    assert table is not None
    assert texts(table) == [
        ["Requests reported", "100", "143", "+43", "+45", "−2"],
        ["Complied with", "—", "—", "—", "—", "—"],
        ["Pending", "9", "9", "0", "0", "0"],
        ["Share complied with", "—", "—", "—", "—", "—"],
    ]


def test_a_fall_is_a_fall() -> None:
    assert change_sentences(of(-3, 1, -4), None, WORDS) == (
        "Requests reported fell by 3 since 1 August 2025: +1 through new ones, and −4 through earlier ones recorded "
        "late, corrected or withdrawn.",
    )
    assert change_sentences(of(-3), None, WORDS) == ("Requests reported fell by 3 since 1 August 2025.",)


def test_a_rise_whose_parts_are_not_told_is_said_without_them() -> None:
    assert change_sentences(of(3), None, WORDS) == ("Requests reported rose by 3 since 1 August 2025.",)


def test_no_change_is_said_to_be_none() -> None:
    assert change_sentences(of(0, 1, -1), None, WORDS) == ("Requests reported are as many as on 1 August 2025.",)


def test_a_withheld_change_is_not_said() -> None:
    assert change_sentences(of(None), None, WORDS) == ()
    assert delta_text(of(None).get(SUMMARY, "reported_count"), WORDS) == ""


def test_a_past_that_stands_is_said_to_stand() -> None:
    assert change_sentences(Changes(SINCE), Past(0, ()), WORDS) == (
        "Every figure of the last release about the past still stands.",
        "No headline figure is defined anew.",
    )


def test_a_cause_without_words_is_told_as_the_release_writes_it() -> None:
    assert cause_text("moon_phase", 2, WORDS) == "2 because of moon_phase"


@pytest.mark.parametrize(
    ("change", "kind", "text"),
    [
        (1234, "number", "+1,234"), (-2, "number", "−2"), (0, "number", "unchanged"), (-0.2, "number", "unchanged"),
        (646_000, "compact", "+646K"), (-2_100_000, "compact", "−2.1M"), (0.0994, "points", "+9.9 points"),
        (-0.0004, "points", "unchanged"), (-1, "days", "−1 day"), (2, "days", "+2 days"),
    ],
)  # fmt: skip
def test_a_change_beside_a_number(change: float, kind: Any, text: str) -> None:  # noqa: ANN401 - a literal
    assert delta_text(Change(1, 1, change, None, None), WORDS, kind) == text


def claim(verdict: str, basis: str = "designations", **values: object) -> dict[str, object]:
    given = {"metric": "reported_count", "statement": "A claim", "speaker": "officials", "document": "Dawn"}
    numbers = {"claimed_low": 318.0, "claimed_high": None, "computed_low": 243.0, "computed_high": 243.0}
    return {**given, **numbers, "verdict": verdict, "basis": basis, **values}


def test_without_a_claim_there_is_none_to_refute() -> None:
    assert refuted([], WORDS).sentence == "This release holds no official claims to compare with."


def test_where_none_is_contradicted_that_is_said() -> None:
    told = refuted([claim("supported"), claim("undetermined")], WORDS)
    assert told.sentence == "Of 2 official claims none is contradicted; 1 cannot be decided."
    assert (told.items, told.more) == ((), "")


def test_a_claim_that_does_not_hold_stands_with_both_intervals_and_says_what_it_was_held_against() -> None:
    told = refuted([claim("contradicted"), claim("contradicted", "synthetic_sample"), claim("undetermined")], WORDS)
    assert told.sentence == "Of 3 official claims, 2 do not hold, and 1 cannot be decided."
    assert told.items == (
        "A claim: claimed ≥ 318, the records give 243 (officials, in Dawn).",
        "A claim: claimed ≥ 318, the SYNTHETIC sample gives 243 (officials, in Dawn).",
    )


def test_a_claim_without_numbers_is_named_without_them() -> None:
    told = refuted([claim("contradicted", claimed_low=None, computed_low=None, computed_high=None)], WORDS)
    assert told.items == ("A claim (officials, in Dawn).",)
    assert told.sentence == "Of 1 official claim 1 does not hold, and 0 cannot be decided."


def test_more_than_a_page_holds_are_counted() -> None:
    told = refuted([claim("contradicted")] * (LISTED + 2), WORDS)
    assert (len(told.items), told.more) == (LISTED, "And 2 more.")
