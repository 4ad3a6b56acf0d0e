"""A failed gate leaves the previous site with a red notice that says newer data failed checks; a later pass ends it."""

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from dashboards.site import MARKER
from orchestration.settings import Settings
from orchestration.site_folder import generate_site, take_notice_down
from tests.pipeline.test_deliveries import hashes
from tests.pipeline.workbench import Ran, run_in

NOTICE = re.compile(r'<aside class="newer-failed".*?</aside>\n', re.S)
LISTED = re.compile(r'<section id="newer-data">.*?</section>\n', re.S)
MIXED = "Are synthetic and real request logs kept apart?"


def pages(home: Path) -> dict[str, str]:
    site = home / "site"
    files = [
        path for path in sorted(site.rglob("*.html")) if path.parent.name != "data"
    ]  # the codebook is the release's
    return {str(path.relative_to(site)): path.read_text(encoding="utf-8") for path in files}


def marker(home: Path) -> dict[str, object]:
    content: dict[str, object] = json.loads((home / "site" / MARKER).read_text(encoding="utf-8"))
    return content


@pytest.fixture
def stopped(blocked: Ran, settings: Settings, tmp_path: Path) -> Settings:
    """A copy of the home that the gate stopped, without its site."""
    home = tmp_path / "stopped"
    shutil.copytree(blocked.home, home, symlinks=True, ignore=shutil.ignore_patterns("site", "dagster"))
    return replace(settings, home=home)


def test_every_page_says_that_newer_data_failed(october: Ran, blocked: Ran) -> None:
    told = pages(blocked.home)
    assert len(told) > 200
    for name, html in told.items():
        (notice,) = NOTICE.findall(html)
        assert 'role="alert"' in notice, name
        assert 'href="quality.html#newer-data"' in notice, name
        assert october.release.name in notice, name
    english = NOTICE.findall(told["index.html"])[0]
    assert "The data as of 1 November 2025 failed " in english or "The data as of 31 October 2025 failed " in english
    assert "The figures below are those of release" in english


def test_nothing_else_on_the_site_is_changed(october: Ran, blocked: Ran) -> None:
    before, after = pages(october.home), pages(blocked.home)
    for html in after.values():
        assert len(LISTED.findall(html)) <= 1
    assert {name: LISTED.sub("", NOTICE.sub("", html)) for name, html in after.items()} == before
    plain = (".js", ".css", ".csv", ".gz", ".woff2")
    assert hashes(blocked.home / "site", *plain) == hashes(october.home / "site", *plain) != {}
    assert marker(blocked.home).pop("failed_as_of_date")
    assert "failed_as_of_date" not in marker(october.home)


def test_the_data_quality_page_lists_every_check_that_stopped_them(blocked: Ran) -> None:
    (listed,) = LISTED.findall(pages(blocked.home)["quality.html"])
    stored = json.loads((blocked.home / "gate" / "verdicts.json").read_text(encoding="utf-8"))["checks"]
    critical = [one for one in stored if not one["is_passed"] and one["severity"] == "critical"]
    assert listed.count("<tr>") == len(critical) + 1
    assert MIXED in listed


def test_the_site_made_again_says_it_still_and_in_the_same_bytes(stopped: Settings, blocked: Ran) -> None:
    code, _, _ = run_in(stopped.home, stopped, "site")
    assert code == 0
    assert hashes(stopped.site, ".html", ".json") == hashes(blocked.home / "site", ".html", ".json")


def test_the_verb_that_publishes_says_it_too(stopped: Settings) -> None:
    code, _, stderr = run_in(stopped.home, stopped, "release")
    assert (code, "the current release stays" in stderr) == (3, True)
    assert NOTICE.search(pages(stopped.home)["claims.html"])


def test_status_says_it(blocked: Ran, mended: Ran, settings: Settings) -> None:
    told = run_in(blocked.home, settings, "status")[1]
    assert re.search(r"newer     as of 2025-1\d-\d\d: stopped by the gate, \d+ critical failed, as the site says", told)
    assert f"          critical: {MIXED}" in told.splitlines()
    assert "newer     " not in run_in(mended.home, settings, "status")[1]


def test_a_build_that_fails_before_the_gate_leaves_the_notice(blocked: Ran, refused: Ran) -> None:
    assert hashes(refused.home / "site", ".html") == hashes(blocked.home / "site", ".html")


def test_the_next_build_that_passes_takes_it_down(mended: Ran) -> None:
    assert not [name for name, html in pages(mended.home).items() if NOTICE.search(html) or LISTED.search(html)]
    assert "failed_as_of_date" not in marker(mended.home)


def test_a_verdict_that_passes_takes_it_down_without_a_build(stopped: Settings, october: Ran) -> None:
    generate_site(stopped)
    take_notice_down(replace(stopped, home=stopped.home))
    assert NOTICE.search(pages(stopped.home)["index.html"]), "the verdict that it tells of still stands"
    shutil.copyfile(october.home / "gate" / "verdicts.json", stopped.verdicts)
    take_notice_down(stopped)
    assert not NOTICE.search(pages(stopped.home)["index.html"])
