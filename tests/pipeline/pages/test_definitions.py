"""What the page of definitions makes of a release's own notes of what changed."""

import json
from pathlib import Path

import pytest

from dashboards.data import open_release
from dashboards.pages.definitions_changes import change_table
from dashboards.pages.definitions_files import citation_file, file_table, has_codebook
from dashboards.words import NULL, Words
from orchestration.release_changes import changes
from tests.page_readings import texts
from tests.small_release import write_release

WORDS = Words()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_release(tmp_path_factory.mktemp("definitions") / "release")


def told(folder: Path, lines: str) -> list[list[str]]:
    (folder / "CHANGES.md").write_text(lines, encoding="utf-8")
    with open_release(folder) as release:
        table = change_table(release, WORDS)
    return [] if table is None else texts(table)


def package(folder: Path, **tables: tuple[int, str, dict[str, str]]) -> Path:
    for tier in ("public", "research"):
        (folder / tier).mkdir(parents=True)
        resources = [
            {"name": name, "format": "parquet", "hash": digest, "takedown": {"row_count": count},
             "schema": {"fields": [{"name": column, "description": text} for column, text in columns.items()]}}
            for name, (count, digest, columns) in tables.items() if tier == "public"
        ]  # fmt: skip
        (folder / tier / "datapackage.json").write_text(json.dumps({"resources": resources}), encoding="utf-8")
    return folder


def test_every_line_that_a_release_can_write_is_understood(folder: Path, tmp_path: Path) -> None:
    before = package(
        tmp_path / "before",
        dim_agency=(3, "a", {"agency_id": "x", "gone": "y"}),
        dim_group=(10, "a", {"group_id": "x"}),
        fct_claims=(5, "a", {}),
    )
    after = package(
        tmp_path / "after",
        dim_agency=(3, "b", {"agency_id": "better", "fresh": "z"}),
        dim_group=(1200, "b", {"group_id": "x"}),
        fct_coverage=(7, "a", {}),
    )
    assert told(folder, changes(after, before)) == [
        ["fct_coverage", NULL, "new", NULL, "7"],
        ["fct_claims", NULL, "no longer published", NULL, NULL],
        ["dim_agency", NULL, "as many rows, with other values", "3", "3"],
        ["dim_agency", "fresh", "new", NULL, NULL],
        ["dim_agency", "gone", "no longer published", NULL, NULL],
        ["dim_agency", "agency_id", "defined anew", NULL, NULL],
        ["dim_group", NULL, "more or fewer rows", "10", "1,200"],
    ]


def test_a_table_of_the_research_tier_is_not_told_of(folder: Path) -> None:
    assert told(folder, "- `dim_account`: 859 rows before, 1,133 now (+274).\n") == []


def test_a_line_of_another_form_stays_as_it_is(folder: Path) -> None:
    assert told(folder, "- `dim_group`: was <b>blessed</b>.\n- nonsense\n") == [
        ["dim_group", NULL, "was <b>blessed</b>.", NULL, NULL]
    ]


def test_a_release_without_notes_codebook_or_citation_has_none(folder: Path) -> None:
    (folder / "CHANGES.md").unlink(missing_ok=True)
    with open_release(folder) as release:
        assert change_table(release, WORDS) is None
        assert not has_codebook(release)
        assert citation_file(release) == ""


def test_a_file_that_the_data_package_does_not_name_has_no_hash(folder: Path) -> None:
    with open_release(folder) as release:
        rows = {row[2].text: row for row in file_table(release, WORDS).rows}
    assert [cell.text for cell in rows["dim_agency.csv"]][3:] == [NULL, NULL]
    assert rows["dim_agency.parquet"][3].text != NULL
    assert rows["dim_agency.parquet"][2].href == "data/dim_agency.parquet"
