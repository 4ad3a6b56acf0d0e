"""The red notice: which data it tells of, what it says of them in words, and that nothing seen in them gets out."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

import pytest

from dashboards.blocks import Cell
from dashboards.catalogue import Catalogue
from dashboards.notice import FailedCheck, FailedData, Notice, failed_table, write_notice
from dashboards.release_facts import Quality, ReleaseFacts
from dashboards.words import Words
from orchestration.settings import Settings
from orchestration.site_folder import read_failed, say_what_failed
from orchestration.status import describe
from quality.report import ReportError, Verdict, to_json
from tests.small_release import AS_OF, RELEASE_ID

WORDS = Words()
DAY = date(2025, 8, 20)
SECRET = "account @sample_x_4 alone in its cell"


def check(place: int) -> FailedCheck:
    return FailedCheck(f"t.check_{place}", "t", f"Is it so, {place}?", "Do not quote.", "data")


def verdict(name: str, *, is_passed: bool = False, severity: str = "critical") -> Verdict:
    return Verdict(
        f"t.{name}", "t", None, severity, f"Is {name} so?", "data", is_passed, SECRET, "0 rows",  # type: ignore[arg-type]
        consequence="Do not quote.", failing_count=1, failing_rows=({"handle": SECRET},),
    )  # fmt: skip


def notice(checks: Sequence[FailedCheck], words: Words = WORDS) -> Notice:
    facts = ReleaseFacts(RELEASE_ID, AS_OF, True, None, "", {}, Quality("passed", ()))
    assert write_notice(None, facts, words) is None
    written = write_notice(FailedData(DAY, tuple(checks)), facts, words)
    assert written is not None
    return written


def test_it_says_which_data_failed_how_many_checks_and_what_is_shown() -> None:
    written = notice([check(place) for place in range(5)])
    assert written.heading == "Newer data failed checks."
    assert written.sentence == (
        "The data as of 20 August 2025 failed 5 checks that stop a release, and were not published:"
    )
    assert [one.text for one in written.questions] == ["Is it so, 0?", "Is it so, 1?", "Is it so, 2?"]
    assert written.more == "And 2 more questions."
    assert written.shown == (
        f"The figures below are those of release {RELEASE_ID}, as of 15 August 2025, which passed."
    )
    assert written.href == "quality.html#newer-data"


def test_one_check_is_one_and_nothing_more_is_announced() -> None:
    written = notice([check(0)])
    assert "failed 1 check that stops a release" in written.sentence
    assert written.more == ""


def test_where_nothing_could_be_asked_no_count_is_given() -> None:
    written = notice([])
    assert written.sentence == "Of the data as of 20 August 2025 no check could be asked, so they were not published."
    assert written.questions == ()


def test_a_question_is_told_in_the_language_of_the_page() -> None:
    class Shouting(Catalogue):
        def _term(self, text: str) -> str:
            return text.upper()

    assert notice([check(0)], Words("ur", Shouting())).questions == (Cell("IS IT SO, 0?"),)
    assert notice([check(0)], Words("ur")).questions == (Cell("Is it so, 0?", kind="quote"),), "marked as English"


def test_the_list_has_every_check_and_tells_a_broken_one_apart() -> None:
    table = failed_table([*(check(place) for place in range(4)), replace(check(4), is_broken=True)], WORDS)
    assert [row[0].text for row in table.rows] == [*["failed"] * 4, "could not be asked"]
    assert {row[2].text for row in table.rows} == {"Do not quote."}


@pytest.fixture
def home(settings: Settings) -> Settings:
    """A home with a release of 15 August 2025 that is current."""
    folder = settings.releases / RELEASE_ID
    folder.mkdir(parents=True)
    told = to_json([verdict("fine", is_passed=True)], release_id=RELEASE_ID, as_of_date=AS_OF, is_synthetic=True)
    (folder / "quality.json").write_text(told, encoding="utf-8")
    settings.current_release.symlink_to(RELEASE_ID)
    settings.verdicts.parent.mkdir(parents=True)
    return settings


def judged(home: Settings, verdicts: Sequence[Verdict], day: date = DAY) -> None:
    home.verdicts.write_text(to_json(verdicts, release_id="", as_of_date=day, is_synthetic=True), encoding="utf-8")


BLOCKED = (verdict("b"), verdict("a"), verdict("fine", is_passed=True), verdict("mild", severity="warning"))


def test_before_any_gate_nothing_failed(home: Settings) -> None:
    assert read_failed(home) is None


def test_only_what_stops_a_release_is_told_and_nothing_that_was_seen(home: Settings) -> None:
    judged(home, BLOCKED)
    failed = read_failed(home)
    assert failed is not None
    assert (failed.as_of_date, [one.question for one in failed.checks]) == (DAY, ["Is a so?", "Is b so?"])
    assert SECRET not in repr(failed)


@pytest.mark.parametrize(
    ("verdicts", "day"),
    [
        pytest.param(BLOCKED[2:], DAY, id="passed with a warning"),
        pytest.param(BLOCKED, date(2025, 8, 14), id="a day before the release that is shown"),
    ],
)
def test_what_is_not_newer_or_did_not_fail_is_no_news(home: Settings, verdicts: Sequence[Verdict], day: date) -> None:
    judged(home, verdicts, day)
    assert read_failed(home) is None


def test_the_same_day_delivered_anew_is_newer(home: Settings) -> None:
    judged(home, BLOCKED, AS_OF)
    assert read_failed(home) is not None


def test_no_verdict_at_all_is_a_failure(home: Settings) -> None:
    judged(home, ())
    assert read_failed(home) == FailedData(DAY, ())


@pytest.mark.parametrize("text", ["", "{", '{"checks": []}'])
def test_verdicts_that_cannot_be_read_are_named_with_what_to_do(home: Settings, text: str) -> None:
    home.verdicts.write_text(text, encoding="utf-8")
    with pytest.raises(ReportError, match=r"verdicts\.json: .*takedown check"):
        read_failed(home)


def test_without_a_release_there_is_no_site_to_say_it_on(settings: Settings) -> None:
    settings.verdicts.parent.mkdir(parents=True)
    judged(settings, BLOCKED)
    assert say_what_failed(settings) is False
    assert not settings.site.exists()


def test_status_tells_of_it_too(home: Settings) -> None:
    judged(home, BLOCKED)
    told = [line for line in describe(home) if "newer" in line or "critical" in line]
    assert told == [
        "newer     as of 2025-08-20: stopped by the gate, 2 critical failed, as the site says",
        "          critical: Is a so?",
        "          critical: Is b so?",
    ]
    judged(home, BLOCKED[2:])
    assert not [line for line in describe(home) if "newer" in line]
