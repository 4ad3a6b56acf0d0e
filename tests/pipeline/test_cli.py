"""The command line as a person meets it: help, exit codes, and one clear sentence where something is wrong."""

import csv
import io
import shutil
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from orchestration.cli import main
from orchestration.demo import prepare_demo
from orchestration.settings import Settings
from tests.pipeline.workbench import Ran, run_in

VERBS = (
    *("demo", "sample", "build", "check", "release", "verify", "site", "review", "status", "doctor"),
    *("query", "metric", "cite", "open"),
)


def test_the_verbs_are_those_promised() -> None:
    assert set(main.commands) == set(VERBS)


@pytest.mark.parametrize("verb", VERBS)
def test_help_shows_examples_and_exit_codes(verb: str) -> None:
    shown = CliRunner().invoke(main, [verb, "--help"])
    assert shown.exit_code == 0
    assert f"Examples:\n    takedown {verb}" in shown.output
    assert "Exit codes: 0 " in shown.output
    assert "2 usage" in shown.output


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["build", "--as-of", "tomorrow"], "tomorrow"),
        (["build", "--as-of", "2025-02-30"], "2025-02-30"),
        (["build", "--as-of", "2025-08-15T12:00:00"], "no UTC offset"),
        (["build", "--as-off", "2025-08-15"], "No such option"),
        (["sample", "--scale", "0"], "--scale"),
        (["sample", "--seed", "-1"], "--seed"),
        (["query"], "SQL"),
        (["release", "--list", "--verify", "x"], "exclude each other"),
        (["publish"], "No such command"),
    ],
)
def test_wrong_usage_is_exit_code_2(settings: Settings, arguments: Sequence[str], said: str) -> None:
    code, stdout, stderr = run_in(settings.home, settings, *arguments)
    assert (code, stdout) == (2, "")
    assert said in stderr


def test_nothing_is_landed_for_an_as_of_that_has_not_come(settings: Settings) -> None:
    prepare_demo(settings)
    code, stdout, stderr = run_in(settings.home, settings, "build", "--as-of", "2031-01-01")
    assert (code, stdout) == (2, "")
    assert "2031-01-01 lies in the future" in stderr
    assert not settings.warehouse.exists()


def test_status_before_the_first_release(settings: Settings) -> None:
    code, stdout, _ = run_in(settings.home, settings, "status")
    assert code == 0
    assert "release   none yet: run `takedown build`" in stdout
    assert "landing   requests: 0 files" in stdout


def test_status_tells_of_the_release_its_gate_and_the_word_synthetic(mended: Ran, settings: Settings) -> None:
    code, stdout, _ = run_in(mended.home, settings, "status")
    assert code == 0
    assert f"release   {mended.release.name} (SYNTHETIC), of 2" in stdout
    assert "gate      passed_with_warnings" in stdout
    assert "warning: Could every row of every landed file be read?" in stdout


@pytest.mark.parametrize("arguments", [["query", "select 1"], ["site"], ["check"], ["release"]])
def test_before_the_first_build_each_verb_says_what_to_run(settings: Settings, arguments: Sequence[str]) -> None:
    code, _, stderr = run_in(settings.home, settings, *arguments)
    assert code == 1
    assert stderr.startswith("takedown: ")
    assert "takedown build" in stderr


def test_an_unknown_release_cannot_be_verified(settings: Settings) -> None:
    code, _, stderr = run_in(settings.home, settings, "release", "--verify", "2025-01-01-00000000")
    assert code == 1
    assert "2025-01-01-00000000" in stderr


def test_a_query_answers_as_a_table(october: Ran, settings: Settings) -> None:
    code, stdout, _ = run_in(october.home, settings, "query", "select 41 + 1 as answer")
    assert code == 0
    assert "answer" in stdout
    assert "42" in stdout


def test_a_query_answers_as_csv(august: Ran, settings: Settings) -> None:
    sql = "select platform_id, reported_count from marts.fct_compliance_summary order by 2 desc, 1 limit 2"
    code, stdout, _ = run_in(august.home, settings, "query", "--csv", sql)
    assert code == 0
    assert list(csv.reader(io.StringIO(stdout))) == [["platform_id", "reported_count"], ["all", "852"], ["x", "300"]]


@pytest.mark.parametrize(
    ("sql", "said"),
    [
        ("delete from marts.fct_requests", "read-only"),
        ("create table mine as select 1", "read-only"),
        ("select nothing from marts.fct_requests", "nothing"),
        ("selec 1", "syntax"),
        ("select cast(platform_id as integer) from marts.dim_platform", "could not convert"),
        ("from read_csv('/etc/passwd')", "disabled"),
        ("copy marts.dim_group to '/tmp/groups.csv'", "disabled"),
        ("attach '/tmp/mine.duckdb'", "disabled"),
    ],
)
def test_a_query_that_may_not_be_is_refused_in_a_sentence(
    october: Ran, settings: Settings, sql: str, said: str
) -> None:
    code, stdout, stderr = run_in(october.home, settings, "query", sql)
    assert (code, stdout) == (1, "")
    assert stderr.startswith("takedown: ")
    assert said in stderr.lower()


def test_check_asks_the_gate_again(blocked: Ran, mended: Ran, settings: Settings) -> None:
    assert run_in(mended.home, settings, "check")[0] == 0
    code, stdout, _ = run_in(blocked.home, settings, "check")
    assert code == 3
    assert "Are synthetic and real request logs kept apart?" in stdout


def test_releases_are_listed_verified_and_switched(
    mended: Ran, october: Ran, settings: Settings, tmp_path: Path
) -> None:
    old, new = october.release.name, mended.release.name
    home = _copy_releases(mended, tmp_path)
    assert f"{new}  (current)" in run_in(home, settings, "release", "--list")[1].splitlines()
    assert run_in(home, settings, "release", "--verify", old)[0] == 0
    assert run_in(home, settings, "release", "--use", old)[0] == 0
    assert f"{old}  (current)" in run_in(home, settings, "release", "--list")[1].splitlines()


def test_a_damaged_release_is_named(mended: Ran, settings: Settings, tmp_path: Path) -> None:
    home = _copy_releases(mended, tmp_path)
    (home / "releases" / mended.release.name / "README.md").write_text("better")
    code, _, stderr = run_in(home, settings, "release", "--verify", mended.release.name)
    assert code == 1
    assert "README.md was changed" in stderr


def test_the_site_is_made_again_from_the_release(october: Ran, settings: Settings, tmp_path: Path) -> None:
    home = _copy_releases(october, tmp_path)
    code, stdout, _ = run_in(home, settings, "site")
    assert code == 0
    assert str(home / "site" / "index.html") in stdout
    assert (home / "site" / "index.html").read_bytes() == (october.home / "site" / "index.html").read_bytes()


def test_the_demo_ends_with_the_headline_numbers(october: Ran) -> None:
    lines = october.stdout.splitlines()
    assert lines[0].split()[:3] == ["platform", "reported", "complied"]
    assert lines[1].startswith("all platforms")
    assert len(lines) == 1 + 5 + 2
    assert lines[-2].endswith("site/index.html")
    assert lines[-1].endswith("takedown.duckdb")


def test_the_demo_says_that_it_has_no_published_reports(settings: Settings) -> None:
    lines = prepare_demo(replace(settings, published_samples=settings.home / "nowhere"))
    assert "all SYNTHETIC" in lines[0]
    assert "so the seed with Pakistan's figures stands in" in lines[1]
    assert "TAKEDOWN_PUBLISHED_SAMPLES" in lines[1]


def test_the_demo_never_mixes_the_sample_with_a_real_log(settings: Settings) -> None:
    real = settings.landing / "requests" / "letters.csv"
    real.parent.mkdir(parents=True)
    real.write_text("request_id\n")
    code, _, stderr = run_in(settings.home, settings, "demo")
    assert code == 1
    assert "letters.csv" in stderr
    assert [path.name for path in settings.landing.rglob("*") if path.is_file()] == ["letters.csv"]


def test_a_sample_of_twice_the_size(settings: Settings) -> None:
    counts = []
    for scale in ("1", "2"):
        code, stdout, _ = run_in(settings.home, settings, "sample", "--scale", scale)
        assert code == 0
        counts.append({line.split()[0]: int(line.split()[1].replace(",", "")) for line in stdout.splitlines()})
    single, double = counts
    assert double == {source: count * (1 if source == "engagements" else 2) for source, count in single.items()}


def _copy_releases(ran: Ran, folder: Path) -> Path:
    shutil.copytree(ran.home / "releases", folder / "home" / "releases", symlinks=True)
    return folder / "home"
