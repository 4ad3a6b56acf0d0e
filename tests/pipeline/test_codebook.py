"""codebook.html: every table, column and metric is in it, nothing in it is executed, and it prints."""

import html
import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from orchestration.catalog import Column, ReleaseTable
from orchestration.release_codebook import codebook
from orchestration.release_documents import Facts, WrittenTable
from tests.pipeline.workbench import Ran

CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


@pytest.fixture(scope="module")
def page(october: Ran) -> str:
    return (october.release / "codebook.html").read_text(encoding="utf-8")


def resources(release: Path) -> list[dict[str, Any]]:
    packages = [json.loads((release / tier / "datapackage.json").read_text()) for tier in ("public", "research")]
    return [r for package in packages for r in package["resources"] if r["format"] == "parquet"]


def test_every_table_column_and_metric_is_in_it(page: str, october: Ran) -> None:
    metrics = 0
    for table in resources(october.release):
        assert f'<section id="{table["name"]}">' in page
        for field in table["schema"]["fields"]:
            assert f'<tr id="{table["name"]}.{field["name"]}">' in page
            assert str(html.escape(field["description"])).replace("&#x27;", "&#39;").replace("&quot;", "&#34;") in page
            if "metric" in field:
                metrics += 1
    assert page.count('<div class="metric">') == metrics > 100


def test_it_says_what_files_it_was_made_of_and_names_none_of_the_log(page: str, october: Ran) -> None:
    sources = json.loads((october.release / "research" / "datapackage.json").read_text())["takedown"]["sources"]
    assert all(batch["sha256"] in page for batches in sources["landed"].values() for batch in batches)
    names = [path.name for path in (october.home / "landing" / "requests").iterdir()]
    assert names
    assert not [name for name in names if name in page]
    assert "SYNTHETIC" in page


def test_what_a_definition_holds_is_text_and_never_markup() -> None:
    table = ReleaseTable("things", "public", ("a",), "core", "One row per <script>alert(1)</script>.",
                         (Column("a", "varchar", "<img src=x onerror=alert(1)> & more"),))  # fmt: skip
    facts = Facts("2025-08-15-0a1b2c3d", "2025-08-15", is_synthetic=True, compared_with=None)
    page = codebook(facts, [WrittenTable(table, 1, ())])
    assert "<script>" not in page
    assert "<img" not in page
    assert "&lt;img src=x onerror=alert(1)&gt; &amp; more" in page


@pytest.mark.skipif(CHROMIUM is None, reason="no Chromium here to print with")
def test_it_prints_to_pdf(october: Ran, tmp_path: Path) -> None:
    target = tmp_path / "codebook.pdf"
    command = [str(CHROMIUM), "--headless", "--no-sandbox", "--disable-gpu", f"--user-data-dir={tmp_path / 'profile'}"]
    address = (october.release / "codebook.html").as_uri()
    subprocess.run([*command, "--no-pdf-header-footer", f"--print-to-pdf={target}", address],
                   check=True, capture_output=True, timeout=120)  # fmt: skip
    content = target.read_bytes()
    assert content.startswith(b"%PDF-")
    assert content.count(b"/Type /Page\n") + content.count(b"/Type /Page ") + content.count(b"/Type/Page") > 20
