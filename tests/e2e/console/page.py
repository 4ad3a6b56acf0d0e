"""The console's page as the tests use it: what a reader types, and what is shown then."""

from dataclasses import dataclass
from typing import Any

from dashboards.data import Release
from tests.e2e.visit import Visit

# Generous: what it took is in the README; here only a page that hangs fails.
SECONDS_TO_OPEN, SECONDS_TO_FIRST_ROW, SECONDS_FOR_A_QUERY = 60, 180, 120


@dataclass
class Answer:
    """What the page shows after a run: the line of counts, or the error; headings, and cells with None for NULL."""

    status: str
    error: str
    names: list[str]
    rows: list[list[str | None]]


@dataclass
class Console:
    """A visit to the console's page."""

    visit: Visit

    def open(self) -> None:
        self.visit.open("console")

    def ask(self, sql: str) -> Answer:
        page = self.visit.page
        page.fill("#sql", sql)
        page.click("#run")
        return self.read(SECONDS_FOR_A_QUERY)

    def read(self, seconds: int) -> Answer:
        page = self.visit.page
        page.wait_for_function("() => document.getElementById('stop').hidden", timeout=1000 * seconds)
        shown: dict[str, Any] = page.evaluate(
            """() => ({
                status: document.getElementById("status").textContent,
                error: document.getElementById("error").textContent,
                names: [...document.querySelectorAll("#result th")].map(cell => cell.firstChild.textContent),
                rows: [...document.querySelectorAll("#result tbody tr")].map(row =>
                    [...row.cells].map(cell => cell.classList.contains("null") ? null : cell.textContent)),
                isHidden: document.getElementById("result").hidden,
            })"""
        )
        assert shown.pop("isHidden") == bool(shown["error"])
        assert not self.visit.faults, "\n".join(self.visit.faults)
        return Answer(**shown)


def expected(release: Release, sql: str) -> list[list[str | None]]:
    return [list(row) for row in release.connection.execute(f"SELECT COLUMNS(*)::VARCHAR FROM ({sql})").fetchall()]
