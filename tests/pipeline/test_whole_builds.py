"""Only a whole build goes out, only as it was judged, and only compared with what was before it."""

import shutil
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from orchestration.clock import mark_built
from orchestration.publishing import BlockedError, BuildFacts, find_previous, judge, write_release
from orchestration.release import ReleaseDamagedError
from orchestration.settings import Settings
from orchestration.warehouse import connect
from tests.pipeline.workbench import Ran, Workbench, run_in


@pytest.fixture
def home(tmp_path: Path, october: Ran) -> Path:
    """A home of one's own, as October's build left it."""
    return Path(shutil.copytree(october.home, tmp_path / "home", symlinks=True))


def settings_of(workbench: Workbench, home: Path) -> Settings:
    return replace(workbench.settings, home=home)


def execute(settings: Settings, sql: str) -> None:
    with connect(settings.warehouse) as connection:
        connection.execute(sql)


def test_tables_that_were_not_all_built_are_neither_judged_nor_published(workbench: Workbench, home: Path) -> None:
    settings = settings_of(workbench, home)
    with connect(settings.warehouse) as connection:
        mark_built(connection, is_built=False)
    with pytest.raises(BlockedError, match="run `takedown build`, which builds them all"):
        judge(settings)
    with pytest.raises(BlockedError, match="not all built"):
        write_release(settings)
    code, _, stderr = run_in(home, workbench.settings, "release")
    assert (code, "not all built" in stderr) == (3, True)


def test_a_build_that_fails_in_the_middle_leaves_nothing_to_publish(workbench: Workbench, october: Ran) -> None:
    workbench.clear(october.home)
    broken = workbench.settings.landing / "requests" / "synthetic-unknown-group.csv"
    broken.write_text(
        "request_id,batch_ref,agency,platform,object_type,handle,display_name,url,claimed_group,legal_basis,"
        "requested_action,channel,followers_at_report,reported_at,recorded_at,is_retracted\n"
        "RQ-9,,PTA,X,account,sample_x,,,Nobody Knows Them,,suspend,email,1,2025-10-01T00:00:00Z,2025-10-01T00:00:00Z,\n"
    )
    ran = workbench.takedown("unknown_group", "build")
    assert ran.code == 1
    assert "every_label_is_known" in ran.stderr
    assert ran.release.name == october.release.name
    code, _, stderr = run_in(ran.home, workbench.settings, "release")
    assert (code, "not all built" in stderr) == (3, True)


def test_numbers_changed_after_the_judgement_are_not_published(workbench: Workbench, home: Path) -> None:
    settings = settings_of(workbench, home)
    execute(settings, "update marts.fct_compliance_summary set complied_count = 99999 where platform_id = 'x'")
    with pytest.raises(BlockedError, match="fct_compliance_summary changed since the gate judged"):
        write_release(settings)
    execute(settings, "update marts.fct_requests set outcome = 'declined' where platform_id = 'x'")
    with pytest.raises(BlockedError, match="fct_requests"):
        write_release(settings)


def test_a_damaged_release_is_not_taken_for_published(workbench: Workbench, home: Path, october: Ran) -> None:
    settings = settings_of(workbench, home)
    table = settings.releases / october.release.name / "public" / "csv" / "dim_platform.csv"
    table.write_text("platform_id\n")
    with pytest.raises(ReleaseDamagedError, match=r"dim_platform\.csv was changed"):
        write_release(settings)


@pytest.mark.parametrize("release_id", ["current", "..", ".", "2025-10-31-00000000"])
def test_only_a_release_can_be_made_current(workbench: Workbench, home: Path, october: Ran, release_id: str) -> None:
    code, _, stderr = run_in(home, workbench.settings, "release", "--use", release_id)
    assert (code, f"no release '{release_id}'" in stderr) == (1, True)
    assert (home / "releases" / "current").resolve().name == october.release.name


def test_a_release_is_compared_with_an_earlier_one_of_its_kind(workbench: Workbench, home: Path, october: Ran) -> None:
    settings = settings_of(workbench, home)
    october_date = date.fromisoformat(october.quality()["as_of_date"])
    last = BuildFacts(october_date, is_synthetic=True)
    assert find_previous(settings, last) == settings.releases / october.release.name
    assert find_previous(settings, replace(last, as_of_date=october_date.replace(month=8))) is None
    assert find_previous(settings, replace(last, is_synthetic=False)) is None
