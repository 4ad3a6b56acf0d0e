"""The demonstration: never mixed with real logs, never two samples in one warehouse."""

from dataclasses import replace
from pathlib import Path

import pytest

from orchestration.demo import RealDataPresentError, place_sample, prepare_demo
from orchestration.landing import land
from orchestration.settings import Settings
from orchestration.warehouse import connect, read_value


def count_requests(settings: Settings) -> int:
    with connect(settings.warehouse, read_only=True) as connection:
        return int(read_value(connection, "select count(*) from raw.requests"))


def test_a_sample_is_not_written_beside_real_files(settings: Settings) -> None:
    real = settings.landing / "requests" / "2025-08.csv"
    real.parent.mkdir(parents=True)
    real.write_text("request_id\n")
    with pytest.raises(RealDataPresentError, match=r"holds real files \(2025-08.csv\).*Set TAKEDOWN_HOME"):
        place_sample(settings)
    assert sorted(settings.landing.rglob("*.*")) == [real]


def test_a_sample_is_not_written_over_a_warehouse_that_has_loaded_real_logs(settings: Settings) -> None:
    land(settings)
    with connect(settings.warehouse) as connection:
        connection.execute(
            "insert into raw._batches by name select 'r' as batch_id, 'requests' as source, 'aa' as source_sha256,"
            " 'requests/a.csv' as source_uri, 1 as byte_count, 'csv' as format, false as is_synthetic, 1 as read_count,"
            " 0 as rejected_count, now() as loaded_at"
        )
    with pytest.raises(RealDataPresentError, match="has loaded real request logs"):
        place_sample(settings)
    assert settings.warehouse.exists()


def test_the_same_sample_again_changes_nothing_and_another_starts_the_warehouse_anew(settings: Settings) -> None:
    _, is_replaced = place_sample(settings)
    land(settings)
    first = count_requests(settings)
    _, is_replaced_by_itself = place_sample(settings)
    assert (is_replaced, is_replaced_by_itself) == (False, False)
    assert land(settings).loaded_count == 0
    _, is_replaced_by_another = place_sample(settings, seed=7)
    assert is_replaced_by_another
    land(settings)
    assert abs(count_requests(settings) - first) < first / 10  # one sample's worth, not two


def test_reports_that_are_not_there_are_skipped_by_name(settings: Settings, tmp_path: Path) -> None:
    lines = prepare_demo(replace(settings, published_samples=tmp_path / "nowhere"))
    assert f"none in {tmp_path / 'nowhere'}, so the seed with Pakistan's figures stands in" in lines[-1]


def test_reports_at_hand_are_copied_and_can_be_copied_again(settings: Settings, published_samples: Path) -> None:
    at_hand = replace(settings, published_samples=published_samples)
    prepare_demo(at_hand)
    assert "google_removals, meta_content_restrictions, " in prepare_demo(at_hand)[-1]
    assert "(10 vintages)" in prepare_demo(at_hand)[-1]
    assert (settings.landing / "published_reports/google_removals/2024-09-13/google-government-removals.zip").is_file()
