"""The macros of the released file give, for any date, what a build as of that date gives."""

import json
import re
import subprocess
import sys
from pathlib import Path
from time import monotonic

import duckdb
import pytest

from orchestration.warehouse import WarehouseFaultError, connect
from tests.pipeline.blurred import as_told
from tests.pipeline.marts import ask, ask_one, database
from tests.pipeline.test_calibration import COMPLIED, REPORTED
from tests.pipeline.workbench import Ran, Workbench, run_in

AT_THE_END_OF_AUGUST_15 = "timestamptz '2025-08-15 23:59:59+00'"
REPLAYED = {"requests": "fct_requests", "compliance": "fct_compliance_summary"}
# What only an extension knows, or what is another day where the reader's clock is another; not so days between dates.
NEEDS_AN_EXTENSION = re.compile(
    r"at time zone|\bcurrent_date\b|\b(?:age|now|strptime|make_timestamptz)\(|\bdate_?(?:diff|sub|add)\((?!'day')"
)
OLDEST_READER = "1.2.0"
ALL_REPLAYED = (*REPLAYED, "mirrors", "reach", "group_activity")
MIDNIGHT_IS_NO_DATE = r"'2025-08-15 00:00:00' is neither a date.*; cast it to a date: day::date"


@pytest.fixture(scope="module")
def log(october: Ran) -> Path:
    """The released file, which holds the log to 2025-10-31."""
    return database(october.release)


def rows_that_differ(one: Path, query: str, other: Path, mart: str) -> list[tuple[object, ...]]:
    """Rows that only a query of one file gives, or that only a mart of another holds; neither may be empty."""
    with connect(one, read_only=True) as connection:
        connection.execute(f"attach '{other}' as other (read_only)")
        there = f"select * from other.marts.{mart}"
        assert connection.execute(f"select count(*) from ({there})").fetchall() > [(0,)]
        return connection.execute(
            f"(({query}) except all ({there})) union all (({there}) except all ({query}))"
        ).fetchall()


def test_the_figures_of_august_are_reached_from_the_log_to_october(log: Path) -> None:
    rows = ask(
        log, f"select platform_id, reported_count, complied_count from compliance_as_of({AT_THE_END_OF_AUGUST_15})"
    )
    assert {platform: reported for platform, reported, _ in rows} == REPORTED
    assert {platform: complied for platform, _, complied in rows} == COMPLIED
    assert (REPORTED["all"], COMPLIED["all"]) == (852, 533)


def test_the_figure_of_july_is_reached_too(log: Path) -> None:
    assert ask_one(log, "select reported_count from compliance_as_of(date '2025-07-25') where is_total") == 481


@pytest.mark.parametrize("subject", REPLAYED)
@pytest.mark.parametrize(
    "moment", [AT_THE_END_OF_AUGUST_15, "date '2025-08-15'", "'2025-08-15'", "'2025-08-16T04:59:59+05:00'"]
)
def test_every_column_is_that_of_a_build_as_of_then(log: Path, august: Ran, subject: str, moment: str) -> None:
    replayed = f"select * from {as_told(subject, moment)}"
    assert rows_that_differ(log, replayed, database(august.release), REPLAYED[subject]) == []


@pytest.mark.parametrize("subject", REPLAYED)
def test_as_of_now_it_is_the_mart_with_its_names_and_types(log: Path, subject: str) -> None:
    now = "timestamptz '2025-10-31 23:59:59.999999+00'"
    assert rows_that_differ(log, f"select * from {as_told(subject, now)}", log, REPLAYED[subject]) == []
    described = [ask(log, f"select column_name, column_type from (describe {relation})") for relation in (
        f"select * from {subject}_as_of({now})", f"marts.{REPLAYED[subject]}")]  # fmt: skip
    assert described[0] == described[1]


def test_what_was_recorded_late_shows_when_the_two_times_are_apart(log: Path) -> None:
    totals = "select reported_count, complied_count from {} where is_total"
    then = ask(log, totals.format("compliance_as_of('2025-08-15')"))
    known_now = ask(log, totals.format("compliance_at('2025-08-15', '2025-10-31')"))
    assert then == [(852, 533)]
    assert known_now > then
    # Nothing is recorded before it happens, so a later look at the world adds nothing to what was known.
    assert ask(log, totals.format("compliance_at('2025-10-31', '2025-08-15')")) == then


@pytest.mark.parametrize("day", ["2025-07-25", "2025-08-15", "2025-10-30"])
def test_a_past_day_as_known_now_is_that_day_of_the_daily_stocks(log: Path, day: str) -> None:
    counts = [name for name, *_ in ask(log, "describe marts.fct_compliance_daily") if name.startswith("total_")]
    replayed = ", ".join(count.removeprefix("total_") for count in counts)
    assert len(counts) == 9
    assert ask(
        log,
        f"select platform_id, pending_count, {replayed} from compliance_at('{day}', '2025-10-31') "
        "where not is_total order by 1",
    ) == ask(
        log,
        f"select platform_id, sum(pending_count), {', '.join(f'sum({count})' for count in counts)} "
        f"from marts.fct_compliance_daily where date_day = date '{day}' group by platform_id order by 1",
    )


@pytest.mark.parametrize(
    ("moment", "said"),
    [
        ("date '2025-11-01'", r"knows nothing after 2025-10-31 23:59:59\.9+\+00.*'2025-11-01'; ask a later release"),
        ("timestamptz 'infinity'", "'infinity' is neither a date"),
        ("'2025-08-15 12:00:00'", "nor an instant with its UTC offset"),
        ("timestamp '2025-08-15 12:00:00'", r"nor an instant with its UTC offset \(2025-08-15 12:00:00\+00\)$"),
        ("timestamp '2025-08-15'", MIDNIGHT_IS_NO_DATE),
        ("date '2025-08-16' - interval 1 day", MIDNIGHT_IS_NO_DATE),
        ("'last week'", "'last week' is neither a date"),
        ("'2025-02-30'", "'2025-02-30' is neither a date"),
        ("''", "'' is neither a date"),
        ("null", "which date or instant"),
    ],
)
def test_a_moment_that_cannot_be_answered_is_refused_with_a_sentence(log: Path, moment: str, said: str) -> None:
    for call in (f"compliance_as_of({moment})", f"requests_at('2025-08-15', {moment})"):
        with pytest.raises(WarehouseFaultError, match=said):
            ask(log, f"select count(*) from {call}")


def test_a_reader_far_from_greenwich_gets_the_same(log: Path) -> None:
    query = f"select * from requests_as_of(date '2025-08-15') except all select * from requests_as_of(" \
            f"{AT_THE_END_OF_AUGUST_15})"  # fmt: skip
    summary = "select * from compliance_as_of(date '2025-08-15') order by platform_id"
    with duckdb.connect(str(log), read_only=True) as connection:
        told = []
        for zone in ("UTC", "Pacific/Kiritimati", "America/Los_Angeles"):
            connection.execute(f"set timezone = '{zone}'")
            assert connection.execute(query).fetchall() == []
            told.append(connection.execute(summary).fetchall())
    assert told[0] == told[1] == told[2]


def test_no_definition_needs_an_extension(log: Path) -> None:
    found = {
        name: NEEDS_AN_EXTENSION.findall(definition.lower())
        for name, definition in ask(log, "select macro_name, definition from marts.dim_as_of_macro")
    }
    assert len(found) >= 5
    assert {name: words for name, words in found.items() if words} == {}


def test_every_macro_is_told_of_in_the_file_and_in_its_table(log: Path) -> None:
    made = ask(
        log,
        "select function_name, array_to_string(parameters, ', '), comment from duckdb_functions() "
        "where not internal order by 1",
    )
    assert made == ask(
        log,
        "select macro_name, replace(parameters, ' := false', ''), description from marts.dim_as_of_macro order by 1",
    )
    assert {f"{subject}_{way}" for subject in REPLAYED for way in ("at", "as_of")} < {name for name, *_ in made}


@pytest.mark.parametrize(
    ("days", "day"),
    [
        ("(values ('2025-07-25'), ('2025-08-15'))", "day"),
        ("generate_series(date '2025-07-25', date '2025-08-15', interval 21 day)", "day::date"),
    ],
)
def test_a_series_of_dates_is_one_query(log: Path, days: str, day: str) -> None:
    series = f"from {days} as dates(day), lateral (from compliance_as_of({day})) as known where is_total"
    assert ask(log, f"select cast(day::date as varchar), reported_count {series} order by day") == [
        ("2025-07-25", 481), ("2025-08-15", 852)]  # fmt: skip


def test_a_series_that_is_not_cast_says_what_to_do(log: Path) -> None:
    series = "from generate_series(date '2025-07-25', date '2025-08-15', interval 21 day) as dates(day)"
    with pytest.raises(WarehouseFaultError, match="cast it to a date: day::date"):
        ask(log, f"{series}, lateral (from compliance_as_of(day)) as known")


@pytest.mark.parametrize("subject", REPLAYED)
def test_an_answer_takes_less_than_a_second(log: Path, subject: str) -> None:
    seconds = []
    for _ in range(3):
        started_at = monotonic()
        ask(log, f"select * from {subject}_as_of(date '2025-08-15')")
        seconds.append(monotonic() - started_at)
    assert min(seconds) < 1


def old_duckdb(script: str) -> "subprocess.CompletedProcess[str]":
    """Run a script in a Python that has the oldest DuckDB that a release promises to open in."""
    uv = Path(sys.executable).parent / "uv"
    command = [str(uv), "run", "--quiet", "--no-project", "--with", f"duckdb=={OLDEST_READER}", "python", "-c", script]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=300)


def test_the_oldest_reader_gets_the_same(log: Path) -> None:
    had = old_duckdb("import duckdb")
    if had.returncode:
        pytest.skip(f"duckdb {OLDEST_READER} cannot be had here: {had.stderr.strip()[-300:]}")
    queries = {
        subject: f"select cast(columns(*) as varchar) from {subject}_as_of('2025-10-31') order by all"
        for subject in ALL_REPLAYED
    }
    ran = old_duckdb(
        "import duckdb, json\n"
        f"connection = duckdb.connect({str(log)!r}, read_only=True)\n"
        "connection.execute(\"set timezone = 'UTC'; set enable_progress_bar = false\")\n"
        f"told = {{name: connection.execute(query).fetchall() for name, query in {queries!r}.items()}}\n"
        "print(json.dumps([duckdb.__version__, told]))"
    )
    assert ran.returncode == 0, ran.stderr
    version, told = json.loads(ran.stdout)
    assert version == OLDEST_READER
    for subject, query in queries.items():
        expected = [list(row) for row in ask(log, query)]
        assert len(expected) > 1
        assert told[subject] == expected, subject


def test_what_the_readme_says_of_replaying_runs(october: Ran, log: Path) -> None:
    section = (october.release / "README.md").read_text(encoding="utf-8").split("## Any date again")[1]
    queries = re.split(r";[^;\n]*\n", section.split("```")[1].removeprefix("sql\n"))
    assert [len(ask(log, query)) > 1 for query in queries if query] == [True] * 4


def test_the_command_line_asks_for_any_date_too(workbench: Workbench, october: Ran) -> None:
    july = "select reported_count from compliance_as_of(date '2025-07-25') where is_total"
    code, stdout, stderr = run_in(october.home, workbench.settings, "query", "--csv", july)
    assert (code, stdout.split()) == (0, ["reported_count", "481"]), stderr
    code, _, stderr = run_in(october.home, workbench.settings, "query", "from compliance_as_of('2026-01-01')")
    assert code != 0
    assert "ask a later release" in stderr
