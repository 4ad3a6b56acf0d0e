"""The gate in the whole line: what is critical stops the release, what is a warning is said beside the numbers."""

from tests.pipeline.deliveries import REAL_FILE, UNKNOWN_COLUMN
from tests.pipeline.marts import ask, database
from tests.pipeline.test_deliveries import hashes
from tests.pipeline.workbench import Ran

SITE = (".html", ".js", ".css")
EARLY = "fct_law_violations.nothing_before_its_request"
MIXED = "fct_law_violations.synthetic_and_real_are_never_mixed"
REJECTED = "fct_law_violations.every_row_was_read"
REFUSED = "fct_law_violations.every_file_was_read"


def test_a_broken_law_blocks_the_release(october: Ran, blocked: Ran) -> None:
    assert blocked.code == 3
    assert "blocked by the gate" in blocked.stderr
    assert {EARLY, MIXED} <= blocked.failed_checks()
    assert (blocked.release.name, blocked.releases) == (october.release.name, october.releases)


def test_a_blocked_build_names_the_release_that_stays(october: Ran, blocked: Ran) -> None:
    assert f"current release: {october.release.name}" in blocked.stderr


def test_a_refused_file_stops_the_build_and_is_named_with_its_column(october: Ran, refused: Ran) -> None:
    assert refused.code == 1
    sentence = refused.stderr.splitlines()[-1]
    assert UNKNOWN_COLUMN in sentence
    assert "surname" in sentence
    assert "Traceback" not in refused.stderr
    assert (refused.release.name, refused.releases) == (october.release.name, october.releases)


def test_once_mended_it_publishes(october: Ran, mended: Ran) -> None:
    assert mended.code == 0, mended.stderr
    assert not {EARLY, MIXED} & mended.failed_checks()
    assert len(mended.releases) == 2
    assert mended.release.name in set(mended.releases) - set(october.releases)
    assert hashes(mended.home / "site", *SITE) != hashes(october.home / "site", *SITE)
    assert REAL_FILE not in str(hashes(mended.home / "landing", ".csv"))


def test_warnings_are_published_with_the_numbers(mended: Ran) -> None:
    quality = mended.quality()
    warned = {check["check_id"] for check in quality["checks"] if not check["is_passed"]}
    assert quality["verdict"] == "passed_with_warnings"
    assert {REJECTED, REFUSED} <= warned
    assert {check["severity"] for check in quality["checks"] if not check["is_passed"]} == {"warning"}
    assert quality["counts"]["warnings"] == len(warned)


def test_a_passed_over_file_is_said_while_building(mended: Ran) -> None:
    assert f"note: refused {UNKNOWN_COLUMN}" in mended.stderr


def test_the_published_laws_count_what_was_not_read(mended: Ran) -> None:
    counts = dict(ask(database(mended.release), "select law_id, violation_count from marts.fct_law_violations"))
    assert (counts["every_row_was_read"], counts["every_file_was_read"]) == (1, 1)
    assert (counts["nothing_before_its_request"], counts["synthetic_and_real_are_never_mixed"]) == (0, 0)


def test_the_withdrawn_answer_stays_in_the_log_and_counts_no_more(mended: Ran) -> None:
    events = ask(
        database(mended.release),
        "select is_retracted from marts.fct_request_events where response_id = 'RS-EARLY-1' order by recorded_at",
    )
    assert events == [(False,), (True,)]


def test_changes_tell_of_the_new_rows(october: Ran, mended: Ran) -> None:
    text = (mended.release / "CHANGES.md").read_text(encoding="utf-8")
    assert f"Compared with {october.release.name}." in text
    (line,) = [line for line in text.splitlines() if line.startswith("- `fct_request_events`:")]
    before, now = (
        ask(database(ran.release), "select count(*) from marts.fct_request_events")[0][0] for ran in (october, mended)
    )
    assert line == f"- `fct_request_events`: {before:,} rows before, {now:,} now (+2)."


def test_the_first_release_has_nothing_to_compare_with(october: Ran) -> None:
    assert "first release" in (october.release / "CHANGES.md").read_text(encoding="utf-8")
