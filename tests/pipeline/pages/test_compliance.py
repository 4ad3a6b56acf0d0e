"""The compliance page: the family of rates by every breakdown, and a first sentence that accuses nobody by chance."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from dashboards.blocks import Figure, Page
from dashboards.data import Release, Row, open_release
from dashboards.pages import compliance
from dashboards.pages.compliance_states import CUBE, Breakdown
from dashboards.rates import FAMILY
from dashboards.words import Words
from tests.changed_release import without
from tests.page_readings import texts
from tests.small_release import Content, write_release

WORDS = Words()
COMPLIED, DECIDED, ANSWERED = FAMILY


@pytest.fixture(scope="module")
def page(release: Release) -> Page:
    return compliance.build(release, WORDS)


def figures(page: Page) -> list[Figure]:
    parts = [part for value in page.parts.values() for part in (value if isinstance(value, list) else [value])]
    return [part for part in parts if isinstance(part, Figure)]


def row(name: str, shares: Mapping[str, tuple[int, int]]) -> Row:
    """A row of the cube with these counts; the bounds are ten points around the share."""
    made: dict[str, object] = {"name": name, "reported_count": shares[COMPLIED][1]}
    for family, (numerator, denominator) in shares.items():
        share = numerator / denominator if denominator else None
        parts = {"rate": share, "numerator": numerator, "denominator": denominator}
        bounds = {bound: None if share is None else share + reach for bound, reach in (("low", -0.1), ("high", 0.1))}
        made |= {f"{family}_{part}": value for part, value in (parts | bounds).items()}
    return made


def breakdown(release: Release, total: Row, *rows: Row) -> Breakdown:
    return Breakdown(release, "platform", "Platform", rows, total)


def shares(complied: int, reported: int, decided: int, answered: int) -> dict[str, tuple[int, int]]:
    return {COMPLIED: (complied, reported), DECIDED: (complied, decided), ANSWERED: (answered, reported)}


TOTAL = row("All platforms", shares(60, 100, 80, 80))
LOW = row("X", shares(20, 100, 50, 50))
HIGH = row("TikTok", shares(90, 100, 95, 95))
LOW_OF_REPORTED_ONLY = row("WhatsApp", shares(30, 100, 40, 78))
TOO_FEW = row("Telegram", shares(0, 4, 4, 4))
NONE_DECIDED = row("YouTube", shares(0, 20, 0, 0))


def test_only_who_differs_by_every_way_of_counting_is_named(release: Release) -> None:
    lead = compliance.lead_sentence(breakdown(release, TOTAL, HIGH, LOW_OF_REPORTED_ONLY, LOW, TOO_FEW), WORDS)
    assert lead == (
        "Platforms complied with 60.0% of the 100 requests reported and with 75.0% of the 80 decided; clearly below "
        "that by every way of counting: X; clearly above: TikTok."
    )


@pytest.mark.parametrize(
    ("rows", "end"),
    [
        ((LOW, TOO_FEW), "clearly below that by every way of counting: X; clearly above: none."),
        ((HIGH,), "clearly above that by every way of counting: TikTok; clearly below: none."),
        ((LOW_OF_REPORTED_ONLY, TOO_FEW), "none is clearly below or above that by every way of counting."),
        ((NONE_DECIDED,), "none is clearly below or above that by every way of counting."),
        ((), "none is clearly below or above that by every way of counting."),
    ],
)
def test_a_platform_of_too_few_or_none_decided_is_never_named(
    release: Release, rows: tuple[Row, ...], end: str
) -> None:
    assert compliance.lead_sentence(breakdown(release, TOTAL, *rows), WORDS).endswith(end)


def test_of_too_few_requests_the_lead_gives_no_rate(release: Release) -> None:
    few = row("All platforms", shares(3, 4, 4, 4))
    assert compliance.lead_sentence(breakdown(release, few, few), WORDS) == "Too few requests for a rate: 4 so far."


def test_none_and_too_few_decided_are_said_to_be_so(release: Release) -> None:
    nothing = compliance.lead_sentence(breakdown(release, row("All", shares(0, 20, 0, 0))), WORDS)
    assert "0.0% of the 20 requests reported and with none of the 0 decided;" in nothing
    few = compliance.lead_sentence(breakdown(release, row("All", shares(1, 20, 4, 4))), WORDS)
    assert "with a withheld share (n < 5) of those decided;" in few


def test_many_names_are_cut_and_counted() -> None:
    names = [f"P{number}" for number in range(1, 9)]
    assert compliance.few_names(names[:7], WORDS) == "P1, P2, P3, P4, P5, P6, and P7"
    assert compliance.few_names(names, WORDS) == "P1, P2, P3, P4, P5, P6, and 2 more"


def test_the_lead_answers_from_the_numbers_of_the_release(page: Page) -> None:
    assert page.lead.startswith("Platforms complied with 53.1% of the 143 requests reported and with ")
    assert page.lead.endswith("clearly below that by every way of counting: X; clearly above: Facebook.")


def test_the_family_stands_side_by_side_in_one_order(page: Page) -> None:
    family = page.parts["family"]
    assert [figure.figure_id for figure in family] == [f"rate-{name.replace('_', '-')}" for name in FAMILY]
    names = [[line[0] for line in texts(figure.table)] for figure in family]
    assert names[0] == names[1] == names[2] == ["Facebook", "X", "Telegram", "All platforms"]


def test_every_breakdown_adds_up_to_all_requests(page: Page, release: Release) -> None:
    reported = release.rows(f"SELECT max(reported_count) AS n FROM {CUBE}")[0]["n"]
    assert len(page.parts["by"]) == 4
    for figure in page.parts["by"]:
        *lines, total = texts(figure.table)
        counts = [int(line[3].split(" / ")[1].replace(",", "")) for line in lines]
        assert sum(counts) == int(total[3].split(" / ")[1]) == reported


def test_pooled_groups_come_last_under_an_honest_name(page: Page) -> None:
    by_group = next(figure for figure in page.parts["by"] if figure.figure_id == "share-by-group")
    assert texts(by_group.table)[-2][0] == "groups withheld together (small cells)"


def test_no_breakdown_but_that_by_platform_tells_anybody_low(page: Page) -> None:
    for figure in page.parts["by"]:
        assert set(figure.spec["data"][0]["marker"]["color"]) == {"var(--accent)"}
        assert figure.binding is not None
        assert figure.binding.alert == ""  # type: ignore[union-attr]


def test_global_and_local_add_up_to_what_was_complied_with(page: Page) -> None:
    for figure in page.parts["geo"]:
        for _, complied, everywhere, local in texts(figure.table):
            assert int(complied) == int(everywhere) + int(local)


def test_every_figure_table_and_number_follows_the_filters(page: Page) -> None:
    drawn = figures(page)
    assert len(drawn) > 12
    for figure in drawn:
        assert figure.binding is not None, figure.figure_id
        assert figure.table.binding is not None, figure.figure_id
    assert all(number.binding is not None for number in page.parts["key_numbers"])
    assert page.parts["family_table"].binding is not None
    assert page.parts["medians"].binding is not None


def test_one_platform_alone_is_neither_below_nor_above(tmp_path: Path) -> None:
    content = Content(platforms={"x": ("X", 30, 20)})
    with open_release(write_release(tmp_path / "release", content)) as release:
        page = compliance.build(release, WORDS)
    assert page.lead.endswith("none is clearly below or above that by every way of counting.")
    assert page.parts["family"][0].spec["data"][0]["marker"]["color"] == ["var(--accent)"]


def test_just_under_the_smallest_cell_everything_is_withheld_and_nothing_breaks(tmp_path: Path) -> None:
    content = Content(platforms={"x": ("X", 4, 1)}, groups=("BLA",))
    with open_release(write_release(tmp_path / "release", content)) as release:
        page = compliance.build(release, WORDS)
    assert page.lead == "Too few requests for a rate: 4 so far."
    assert [number.value for number in page.parts["key_numbers"]][:3] == ["4", "withheld", "withheld"]
    for figure in page.parts["family"] + page.parts["by"]:
        assert all(share is None for share in figure.spec["data"][0]["x"]), figure.figure_id
        assert "%" not in figure.summary.replace("95%", ""), figure.figure_id
    assert page.parts["curves"] == []


def test_many_platforms_are_drawn_by_size_and_listed_all(tmp_path: Path) -> None:
    many = {f"p{number:02}": (f"Platform {number:02}", 6 + number, 3) for number in range(20)}
    with open_release(write_release(tmp_path / "release", Content(platforms=many))) as release:
        page = compliance.build(release, WORDS)
    family, table = page.parts["family"][0], page.parts["family"][0].table
    assert len(family.spec["data"][0]["y"]) == 12
    assert len(table.rows) == 21
    drawn = {text.strip() for text in family.spec["layout"]["yaxis"]["ticktext"]}
    assert drawn == {f"Platform {number:02}" for number in range(8, 20)}, "those with the most requests"
    assert len(page.parts["outcomes"].spec["data"][0]["y"]) == 12
    assert len(page.parts["curves"]) == 13


@pytest.mark.parametrize("is_there", [True, False], ids=["no requests", "no cubes"])
def test_without_requests_or_cubes_there_is_a_page_that_says_so(release_folder: Path, *, is_there: bool) -> None:
    with open_release(release_folder) as release:
        if is_there:
            release.connection.execute(f"CREATE TABLE nothing AS FROM {CUBE} LIMIT 0")
            release.connection.execute(f"CREATE OR REPLACE VIEW {CUBE} AS FROM nothing")
            bare = release
        else:
            bare = without(release, CUBE)
        page = compliance.build(bare, WORDS)
    assert page.lead == "This release counts no requests."
    assert page.parts == {"is_empty": True}
