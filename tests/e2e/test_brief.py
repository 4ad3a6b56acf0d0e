"""The Brief in a browser: honest about what filters leave alone. Paper is in test_print, size in test_budget."""

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.e2e.visit import Visit, visit_with

if TYPE_CHECKING:
    from playwright.sync_api import Browser

APPLIED = "() => document.documentElement.dataset.applied === location.hash.slice(1)"


@pytest.fixture
def visit(browser: "Browser", site_dir: Path) -> Iterator[Visit]:
    yield from visit_with(browser, site_dir, "desk", "light")


def test_changes_are_of_all_requests_and_are_put_away_while_a_filter_is_on(visit: Visit) -> None:
    visit.open("index")
    tab = visit.page
    notes = tab.locator(".of-all")
    assert notes.count() == 3
    assert not any(note.is_visible() for note in notes.all())
    tab.select_option("#filter-platform", "x")
    tab.wait_for_function(APPLIED)
    assert all(note.is_visible() for note in notes.all())
    assert not any(delta.is_visible() for delta in tab.locator(".delta").all())
    tab.click("#filters-clear")
    tab.wait_for_function(APPLIED)
    assert not any(note.is_visible() for note in notes.all())
    assert all(delta.is_visible() for delta in tab.locator(".delta").all())
