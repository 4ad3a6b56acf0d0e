"""Data Docs open from disk without the network, are the same bytes whenever drawn, and tell only what is public."""

import json
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

from orchestration.settings import PROJECT_DIR
from quality.data_docs import About, write_data_docs
from quality.gate import Judgement, judge_release
from quality.metrics import read_metrics, read_tables
from tests.pipeline.gate_judge import DAILY, PUBLISHED, SUMMARY, add
from tests.pipeline.workbench import Ran
from tests.unit.gate_case import frames, previous, write_manifest

ABOUT = About("2025-07-02-01234567", date(2025, 7, 2), is_synthetic=True)
LOADED = {"src", "href", "srcset", "poster", "data", "action"}
POISON = "<img src=x onerror=alert(1)>${suite_title}$"
REQUEST = "requests/of/people"
MOST_BYTES = 3_000_000


class Page(HTMLParser):
    """What a page would load or link to, and what can be linked to in it."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.references: list[str] = []
        self.tags: set[str] = set()
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        for name, value in attrs:
            self.references += [value] if name in LOADED and value else []
            self.ids |= {value} if name == "id" and value else set()


@pytest.fixture(scope="module")
def judgement(tmp_path_factory: pytest.TempPathFactory) -> Judgement:
    """A small house with what a page must bear: markup as a name, a column gone, a jump, rows of people."""
    manifest = write_manifest(tmp_path_factory.mktemp("docs") / "manifest.json")
    handed = frames()
    handed[PUBLISHED] = pd.concat([handed[PUBLISHED].assign(publisher=POISON, vintage=pd.Timestamp("2025-06-01"))] * 2)
    handed[SUMMARY] = handed[SUMMARY].drop(columns="followers_reported")
    add("pending_count", 1)(handed[DAILY])
    handed["dim_platform"] = pd.DataFrame({"platform_id": [POISON] * 2, "platform_name": "X"})
    handed["fct_requests"] = pd.DataFrame({"request_id": [REQUEST] * 2, "hours_to_decision": [1.0, 2.0]})
    return judge_release(read_tables(manifest), read_metrics(manifest), handed, previous())


@pytest.fixture(scope="module")
def docs(judgement: Judgement, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return draw(judgement, tmp_path_factory.mktemp("drawn") / "data_docs")


@pytest.fixture(scope="module")
def released(october: Ran) -> Path:
    return october.release / "data_docs"


def draw(judgement: Judgement, folder: Path) -> Path:
    """By way of a file, as a release is written."""
    answers: dict[str, Any] = json.loads(json.dumps(judgement.validations))
    write_data_docs(folder, judgement.verdicts, answers, ABOUT)
    return folder


def pages(folder: Path) -> Iterator[tuple[Path, str]]:
    for path in sorted(folder.rglob("*.html")):
        yield path, path.read_text(encoding="utf-8")


def require_offline(folder: Path) -> None:
    for path, text in pages(folder):
        page = Page(text)
        assert not {"script", "img", "iframe", "form", "object", "embed"} & page.tags, path
        assert page.references, path
        for reference in page.references:
            target, _, anchor = reference.partition("#")
            assert not re.match(r"[a-z]+:|//|/", target), f"{path.name} leads to {reference}"
            assert (path.parent / target).resolve().is_file() if target else anchor in page.ids, reference
    (style,) = folder.glob("*.css")
    assert not re.search(r"url\(|@import|https?:", style.read_text(encoding="utf-8"))


def test_nothing_is_loaded_from_elsewhere_and_every_link_leads_somewhere(docs: Path) -> None:
    require_offline(docs)


def test_drawn_twice_the_bytes_are_the_same(judgement: Judgement, docs: Path, tmp_path: Path) -> None:
    again = draw(judgement, tmp_path / "data_docs")
    files = sorted(path.relative_to(docs) for path in docs.rglob("*") if path.is_file())
    assert files == sorted(path.relative_to(again) for path in again.rglob("*") if path.is_file())
    assert [name for name in files if (docs / name).read_bytes() != (again / name).read_bytes()] == []


def test_every_check_of_a_public_table_is_on_its_page(judgement: Judgement, docs: Path) -> None:
    public = [verdict for verdict in judgement.verdicts if verdict.table != "fct_requests"]
    assert len(public) > 60
    for verdict in public:
        text = (docs / "tables" / f"{verdict.table}.html").read_text(encoding="utf-8")
        assert f"<code>{verdict.check_id}</code>" in text


def test_a_failure_is_told_with_what_it_means(docs: Path) -> None:
    text = (docs / "tables" / f"{DAILY}.html").read_text(encoding="utf-8")
    assert "1 of 4 rows fail: date_day 2025-07-0" in text
    assert "The parts of “Reported so far” may not add up to it" in text
    assert "failed" not in (docs / "tables" / "fct_restatements.html").read_text(encoding="utf-8")


def test_what_could_not_be_asked_is_told_without_where_our_code_lies(docs: Path) -> None:
    text = (docs / "tables" / f"{SUMMARY}.html").read_text(encoding="utf-8")
    assert "has no column followers_reported; restore it in the model" in text
    for _, page in pages(docs):
        assert "Traceback" not in page
        assert "site-packages" not in page


def test_markup_in_data_stays_text(docs: Path) -> None:
    text = (docs / "tables" / "dim_platform.html").read_text(encoding="utf-8")
    assert "&lt;img src=x onerror=alert(1)&gt;${suite_title}$" in text
    assert "img" not in Page(text).tags


def test_a_table_of_people_has_no_page(judgement: Judgement, docs: Path) -> None:
    assert "fct_requests" in {verdict.table for verdict in judgement.verdicts}
    assert not (docs / "tables" / "fct_requests.html").exists()
    for path, text in pages(docs):
        assert REQUEST not in text, path
        assert "fct_requests" not in text, path


def test_the_released_ones_are_whole_and_small(released: Path, october: Ran) -> None:
    require_offline(released)
    checks = october.quality()["checks"]
    drawn = "".join(text for _, text in pages(released))
    assert [check["check_id"] for check in checks if f"<code>{check['check_id']}</code>" not in drawn] == []
    assert {path.stem for path in (released / "tables").iterdir()} == {check["table"] for check in checks}
    assert sum(path.stat().st_size for path in released.rglob("*") if path.is_file()) < MOST_BYTES


def test_the_released_ones_name_no_place_on_this_machine_and_no_run(released: Path, october: Ran) -> None:
    for path, text in pages(released):
        for place in (str(PROJECT_DIR), str(october.home), str(Path.home()), "site-packages", "0x"):
            assert place not in text, f"{path.name}: {place}"
        assert not re.search(r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}", text), path
