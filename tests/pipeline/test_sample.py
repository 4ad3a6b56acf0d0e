"""The sample: the calibrated figures, the laws its log obeys, and its writer. Ugly cases: test_sample_ugly_cases."""

from collections import Counter
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from orchestration.sample import write_sample
from tests.pipeline import sample_calibration as oracle
from tests.pipeline.sample_calibration import AUGUST, JULY, KEYS, LOG_END, Row, Sources, moment, read_sources

COLUMNS = {
    "requests": "request_id batch_ref agency platform object_type handle display_name url claimed_group legal_basis "
    "requested_action channel followers_at_report reported_at recorded_at is_retracted",
    "responses": "response_id request_id platform event_type event_at recorded_at followers_at_action reason reference "
    "is_retracted",
    "account_checks": "check_id platform handle url checked_at recorded_at status followers",
    "complaints": "complaint_id received_at recorded_at intake_channel platform claimed_group status request_id "
    "is_retracted",
    "engagements": "engagement_id held_on recorded_at agency platform level mode subject outcome next_due_on",
    "mirror_reviews": "review_id predecessor_platform predecessor_handle successor_platform successor_handle verdict "
    "reviewed_at recorded_at is_retracted",
}
REPORTED = {"Facebook": 180, "TikTok": 140, "Instagram": 60, "Telegram": 85, "X": 300, "WhatsApp": 87}
COMPLIED = {"Facebook": 165, "TikTok": 128, "Instagram": 54, "Telegram": 78, "X": 84, "WhatsApp": 24}


# ---- the calibrated figures


@pytest.fixture(scope="module", params=["scale 1", "scale 3 of another seed"])
def scaled(
    request: pytest.FixtureRequest, sources: Sources, tmp_path_factory: pytest.TempPathFactory
) -> tuple[int, Sources]:
    if request.param == "scale 1":
        return 1, sources
    path = tmp_path_factory.mktemp("scaled")
    write_sample(path, scale=3, seed=7)
    return 3, read_sources(path, "requests", "responses", "complaints")


def times(counts: dict[str, int], scale: int) -> dict[str, int]:
    return {name: count * scale for name, count in counts.items()}


def test_as_of_25_july(scaled: tuple[int, Sources]) -> None:
    scale, sources = scaled
    known = oracle.takedowns(sources["requests"], JULY)
    complaints = oracle.effective(sources["complaints"], "complaint_id", "received_at", JULY)
    assert len(known) == 481 * scale
    assert Counter(row["status"] for row in complaints)["under_investigation"] == 2417 * scale


def test_as_of_15_august(scaled: tuple[int, Sources]) -> None:
    scale, sources = scaled
    known = oracle.takedowns(sources["requests"], AUGUST)
    decided = oracle.decisions(sources["requests"], sources["responses"], AUGUST)
    complied = [request_id for request_id, (outcome, _) in decided.items() if outcome == "complied"]
    followers = sum(
        last["followers_at_action"] or 0 for outcome, last in decided.values() if last and outcome == "complied"
    )
    assert oracle.by_platform(known.values()) == times(REPORTED, scale)
    assert oracle.by_platform(known[request_id] for request_id in complied) == times(COMPLIED, scale)
    assert Counter(outcome for outcome, _ in decided.values()) == times(
        {
            "complied": 533,
            "pending": 243,
            "declined": 43,
            "partial": 11,
            "not_found": 10,
            "already_removed": 7,
            "reversed": 5,
        },
        scale,
    )
    assert 2_000_000 * scale < followers < 2_300_000 * scale


def test_every_account_has_one_takedown_request_until_15_august(scaled: tuple[int, Sources]) -> None:
    scale, sources = scaled
    known = oracle.takedowns(sources["requests"], AUGUST).values()
    accounts = {(row["platform"].replace("Twitter", "X"), row["handle"].lstrip("@").lower()) for row in known}
    assert len(accounts) == len(known) == 852 * scale


def test_the_log_now_tells_another_story_of_15_august(scaled: tuple[int, Sources]) -> None:
    scale, sources = scaled
    requests = [row for row in sources["requests"] if moment(row["reported_at"]) <= AUGUST]
    responses = [row for row in sources["responses"] if moment(row["event_at"]) <= AUGUST]
    decided = oracle.decisions(requests, responses, LOG_END)
    assert len(decided) == (852 + 9 - 3) * scale, "nine recorded late, three withdrawn"
    assert Counter(outcome for outcome, _ in decided.values())["complied"] == (533 + 10 - 3) * scale
    assert (
        len([row for row in oracle.takedowns(requests, LOG_END).values() if moment(row["reported_at"]) <= JULY]) > 481
    )


def test_the_log_runs_on_with_youtube_mirrors_and_repeated_requests(scaled: tuple[int, Sources]) -> None:
    scale, sources = scaled
    now = oracle.takedowns(sources["requests"], LOG_END)
    assert 1150 * scale <= len({row["request_id"] for row in sources["requests"]}) <= 1300 * scale
    assert oracle.by_platform(now.values())["YouTube"] == 42 * scale
    outcomes = Counter(outcome for outcome, _ in oracle.decisions(
        sources["requests"], sources["responses"], LOG_END).values())  # fmt: skip
    assert outcomes["reversed"] == (5 + 9) * scale
    handles = Counter(row["handle"].lstrip("@") for row in now.values())
    assert sum(count - 1 for count in handles.values()) == 40 * scale, (
        "asked again, on the same platform or by another agency"
    )
    assert sum(handle.startswith("new_sample_") for handle in handles) >= 5 * scale, "one kind of mirror in six"
    actions = Counter(row["requested_action"] for row in sources["requests"])
    assert actions["disclose"] + actions["preserve"] >= 45 * scale


# ---- laws


def test_nothing_happens_before_its_request_or_is_recorded_before_it_happens(sources: Sources) -> None:
    reported_at: dict[str, datetime] = {}
    for row in sources["requests"]:
        moved = reported_at.get(row["request_id"], moment(row["reported_at"]))
        reported_at[row["request_id"]] = max(moment(row["reported_at"]), moved)
    for row in sources["responses"]:
        assert moment(row["event_at"]) >= reported_at.get(row["request_id"], moment(row["event_at"])), row
    event_times = {"requests": "reported_at", "responses": "event_at", "account_checks": "checked_at"}
    for source, event_time in {**event_times, "complaints": "received_at"}.items():
        for row in sources[source]:
            assert moment(row[event_time]) <= moment(row["recorded_at"]) <= LOG_END, row


def test_no_two_decisions_on_a_request_fall_on_the_same_moment(sources: Sources) -> None:
    effective = oracle.effective(sources["responses"], "response_id", "event_at", LOG_END)
    times = Counter((row["request_id"], row["event_at"]) for row in effective if row["event_type"] in oracle.OUTCOMES)
    assert set(times.values()) == {1}


def test_a_key_has_one_content_per_record_time(sources: Sources) -> None:
    for source, key in KEYS.items():
        seen: dict[tuple[str, datetime], Row] = {}
        for row in sources[source]:
            assert seen.setdefault((row[key], moment(row["recorded_at"])), row) == row


def test_no_record_is_lost_between_the_world_and_the_files(sources: Sources) -> None:
    for source, key in KEYS.items():
        numbers = {int(row[key].rsplit("-", 1)[1]) for row in sources[source]}
        first_series = {number for number in numbers if number < 5000}
        assert first_series == set(range(1, max(first_series) + 1)), source


def test_complaints_lead_to_requests_already_reported(sources: Sources) -> None:
    reported_at = {row["request_id"]: moment(row["reported_at"]) for row in sources["requests"]}
    led = [row for row in sources["complaints"] if row["request_id"]]
    assert {row["status"] for row in led} == {"reported"}
    assert all(reported_at[row["request_id"]] <= moment(row["recorded_at"]) for row in led)


def test_files_have_the_columns_of_the_model_and_times_in_both_notations(sources: Sources) -> None:
    for source, columns in COLUMNS.items():
        assert {" ".join(row) for row in sources[source]} == {columns}
    assert {row["reported_at"][len("2025-04-01T00:00:00") :] for row in sources["requests"]} == {"Z", "+05:00"}


def test_nobody_real_is_named(sources: Sources) -> None:
    for source in ("requests", "account_checks"):
        for row in sources[source]:
            assert "sample" in row["handle"].lower().replace("samp1e", "sample"), row
            assert (urlsplit(row["url"]).hostname or "").endswith(".example.org"), row


# ---- the writer


def test_same_arguments_give_the_same_bytes_whatever_the_threads(
    landing: Path, sources: Sources, tmp_path: Path
) -> None:
    report = write_sample(tmp_path, threads=1)
    assert report.files == tuple(sorted(tmp_path.glob("*/*")))
    for path in report.files:
        assert path.read_bytes() == (landing / path.relative_to(tmp_path)).read_bytes(), path.name
    assert report.row_counts == {source: len(rows) for source, rows in sources.items()}


def test_another_seed_gives_other_bytes_and_replaces_the_earlier_sample(tmp_path: Path) -> None:
    write_sample(tmp_path)
    requests = tmp_path / "requests"
    before = (requests / "synthetic-requests-2025-08.parquet").read_bytes()
    (requests / "synthetic-requests-2025-08-part0002.parquet").write_bytes(b"of a larger sample")
    (requests / "letters.csv").write_text("a file of somebody else")
    report = write_sample(tmp_path, seed=1)
    assert (requests / "synthetic-requests-2025-08.parquet").read_bytes() != before
    assert set(requests.iterdir()) - set(report.files) == {requests / "letters.csv"}


def test_a_sample_removes_the_files_of_every_scenario_and_nobody_elses(tmp_path: Path) -> None:
    write_sample(tmp_path)
    reviews = tmp_path / "mirror_reviews"
    mine = {reviews / "synthetic-review-2025-11-01T000000Z-1a2b3c4d.csv", reviews / "synthetic-mirror_reviews-mine.csv"}
    for path in mine:
        path.write_text("what a person said")
    assert len(set(reviews.iterdir()) - mine) == 3
    write_sample(tmp_path, scenario="look-alikes")
    assert set(reviews.iterdir()) == mine
    with pytest.raises(ValueError, match="is not known"):
        write_sample(tmp_path, scenario="unheard-of")
    assert (tmp_path / "requests" / "synthetic-requests-2025-08.parquet").is_file()


def test_scale_below_one_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="scale=0, seed=1: the sample needs a scale of at least 1"):
        write_sample(tmp_path, scale=0, seed=1)
    assert not list(tmp_path.iterdir())
