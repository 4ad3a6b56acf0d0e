"""Building again: the same inputs give the same bytes, and nothing new gives no new release."""

from pathlib import Path

from orchestration.publication import CHANGES, RESTATEMENTS
from orchestration.release_documents import sha256_of
from tests.pipeline.marts import ask_one, database, differences, tables_of
from tests.pipeline.workbench import Ran


def hashes(folder: Path, *kinds: str) -> dict[str, str]:
    """SHA-256 of every file of these kinds below `folder`, by path."""
    paths = sorted(path for path in folder.rglob("*") if path.suffix in kinds)
    return {path.relative_to(folder).as_posix(): sha256_of(path) for path in paths}


def test_the_same_inputs_give_the_same_release(october: Ran, rebuilt: Ran) -> None:
    assert rebuilt.releases == october.releases
    parquets = hashes(october.release, ".parquet")
    assert {path.split("/")[0] for path in parquets} == {"public", "research"}
    assert hashes(rebuilt.release, ".parquet") == parquets


def test_all_but_the_database_is_the_same_to_the_byte(october: Ran, rebuilt: Ran) -> None:
    kinds = (".csv", ".gz", ".json", ".md", ".cff", ".html")
    assert len(hashes(october.release, *kinds)) > 15
    assert hashes(rebuilt.release, *kinds) == hashes(october.release, *kinds)


def test_the_database_holds_the_same_rows(october: Ran, rebuilt: Ran) -> None:
    one, other = database(october.release), database(rebuilt.release)
    assert tables_of(one) == tables_of(other)
    # A first release restates and changes nothing, and two empty tables agree about nothing.
    own = {RESTATEMENTS.name, CHANGES.name}
    assert {ask_one(path, f"select count(*) from marts.{name}") for path in (one, other) for name in own} == {0}
    assert differences(one, other, set(tables_of(one)) - own) == {}


def test_the_same_inputs_give_the_same_site(october: Ran, rebuilt: Ran) -> None:
    pages = hashes(october.home / "site", ".html", ".js", ".css")
    assert len(pages) >= 7
    assert hashes(rebuilt.home / "site", ".html", ".js", ".css") == pages


def test_a_build_with_nothing_new_says_so_at_once(october: Ran, again: Ran) -> None:
    assert again.releases == october.releases
    assert f"nothing new: release {october.release.name} is current" in again.stderr
    assert again.seconds < 5


def test_a_forced_build_of_the_same_data_makes_no_new_release(mended: Ran, forced: Ran) -> None:
    assert "nothing new" not in forced.stderr, "it was told to build"
    assert "dbt_models" in forced.stderr
    assert (forced.releases, forced.release.name) == (mended.releases, mended.release.name)
    assert hashes(forced.release, ".parquet", ".duckdb", ".json", ".md") == (
        hashes(mended.release, ".parquet", ".duckdb", ".json", ".md")
    )


def test_another_as_of_date_is_another_release(october: Ran, august: Ran) -> None:
    assert august.release.name.startswith("2025-08-15-")
    assert august.releases == sorted([*october.releases, august.release.name])
