"""The site as files: hostile data stays text, the same release gives the same bytes, a failed build changes nothing."""

import hashlib
import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dashboards import static_files, swap
from dashboards.release_facts import ReleaseError
from dashboards.site import build_site
from tests.small_release import PASSED, RELEASE_ID, WARNING, Content, write_release

REQUEST_LOG = ("index", "compliance", "reach", "group_activity", "rights", "quality", "definitions")
LEDGER = ("published", "published-us", "restatements", "ledgers", "claims", "coverage")
PAGES = (*REQUEST_LOG, *LEDGER)
HOSTILE = (
    "</script><script>window.stolen = 1</script>",
    '<a href="https://evil.example">x</a>',
    '=HYPERLINK("https://evil.example","x")',
    'O\'Brien "quoted" %{x} ${y} {{ 7 * 7 }}',
    "<img src=x onerror=alert(1)>",
)


class Outline(HTMLParser):
    """What a browser would make of a page: tags, ids, links, and the text outside scripts."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.text += data

    def values(self, attribute: str) -> list[str]:
        return [attrs[attribute] or "" for _, attrs in self.tags if attribute in attrs]


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    build_site(write_release(folder / "release"), folder / "site")
    return folder / "site"


@pytest.fixture(scope="module")
def hostile_site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("hostile")
    platforms = {f"p{place}": (name, 30 + place, 20) for place, name in enumerate(HOSTILE)}
    checks = tuple(WARNING | {"question": text, "observed": text, "check_id": text} for text in HOSTILE)
    content = Content(platforms=platforms, groups=HOSTILE, checks=(PASSED, *checks), description=" ".join(HOSTILE))
    build_site(write_release(folder / "release", content), folder / "site")
    return folder / "site"


def outline(site: Path, page: str) -> Outline:
    return Outline((site / f"{page}.html").read_text(encoding="utf-8"))


def fingerprints(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {str(path.relative_to(folder)): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


@pytest.mark.parametrize("page", PAGES)
def test_every_page_says_when_what_and_how_good(site: Path, page: str) -> None:
    text = " ".join(outline(site, page).text.split())
    banner = "Data quality: passed 1 of 2 checks. 1 warning:"
    for words in ("SYNTHETIC", "As of 15 August 2025", RELEASE_ID, banner):
        assert words in text


@pytest.mark.parametrize("page", PAGES)
def test_hostile_text_is_text(site: Path, hostile_site: Path, page: str) -> None:
    honest, hostile = outline(site, page), outline(hostile_site, page)
    assert {tag for tag, _ in hostile.tags} <= {tag for tag, _ in honest.tags}
    sources = [attrs for tag, attrs in hostile.tags if tag == "script"]
    assert all(attrs.get("src", "").startswith("static/") or attrs["type"] == "application/json" for attrs in sources)
    assert not [name for _, attrs in hostile.tags for name in attrs if name.startswith("on")]
    assert not [link for link in hostile.values("href") if "evil" in link and not link.startswith("#")]
    assert "49" not in re.findall(r'quoted" %\{x\} \$\{y\} (\S+)', hostile.text), "a template in data was run"


def test_hostile_names_are_shown_whole(hostile_site: Path) -> None:
    text = outline(hostile_site, "compliance").text
    for name in HOSTILE:
        assert name in text


def test_hostile_names_in_figures_are_escaped_for_plotly(hostile_site: Path) -> None:
    html = (hostile_site / "compliance.html").read_text(encoding="utf-8")
    # Other blocks hold names for lists of choices and for files, which are escaped where a drawing takes one up.
    blocks = re.findall(
        r'<script type="application/json" id="(?!filters-|downloads-)[^"]*">(.*?)</script>', html, flags=re.S
    )
    assert len(blocks) == html.count('data-figure="') > 0
    for block in blocks:
        assert not re.search(r"<(?!/?b>|br>)", json.dumps(json.loads(block)))


@pytest.mark.parametrize("page", PAGES)
def test_every_link_leads_somewhere_inside(site: Path, page: str) -> None:
    ids = {name: set(outline(site, name).values("id")) for name in PAGES}
    for link in outline(site, page).values("href"):
        if link == "data:,":
            continue
        file, _, anchor = link.partition("#")
        assert (site / (file or f"{page}.html")).is_file(), link
        assert not anchor or anchor in ids[file.removesuffix(".html") or page], link


@pytest.mark.parametrize("page", PAGES)
def test_landmarks_ids_and_policy(site: Path, page: str) -> None:
    parsed = outline(site, page)
    tags = [tag for tag, _ in parsed.tags]
    assert [tags.count(tag) for tag in ("main", "h1", "nav", "header", "footer")] == [1, 1, 1, 1, 1]
    assert len(parsed.values("id")) == len(set(parsed.values("id")))
    policy = next(attrs["content"] for tag, attrs in parsed.tags if tag == "meta" and "http-equiv" in attrs)
    assert policy is not None
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self'; style-src-elem 'self' 'sha256-")
    figures = [attrs for _, attrs in parsed.tags if "data-figure" in attrs]
    assert all(attrs["role"] == "img" and attrs["aria-label"] for attrs in figures)


def test_the_banner_says_what_is_synthetic_and_what_is_real(site: Path) -> None:
    invented = "SYNTHETIC sample data: the request log behind every figure on this page is invented."
    for page in ("index", "compliance", "reach"):
        assert invented in outline(site, page).text
    for page in ("published", "published-us", "restatements", "ledgers"):
        text = outline(site, page).text
        assert "SYNTHETIC is only the request log behind other pages. The figures on this page are real" in text
        assert invented not in text
    assert "so its agreeing proves nothing about them. The claims themselves are real" in outline(site, "claims").text
    assert "The listings by authorities are real, each with its source." in outline(site, "group_activity").text


def test_without_published_figures_nothing_on_the_page_is_called_real(tmp_path: Path) -> None:
    release = write_release(tmp_path / "release", Content(has_published=False))
    build_site(release, tmp_path / "site")
    for page in ("published", "restatements", "ledgers", "coverage"):
        assert "are real" not in outline(tmp_path / "site", page).text
    assert not (tmp_path / "site" / "published-us.html").exists()


def test_a_release_from_before_the_ledger_still_has_a_whole_site(tmp_path: Path) -> None:
    release = write_release(tmp_path / "release", Content(has_ledger=False))
    build_site(release, tmp_path / "site")
    for page in ("published", "restatements", "ledgers", "claims", "coverage"):
        text = outline(tmp_path / "site", page).text
        assert "This release holds no" in text or "No figures published" in text


@pytest.mark.parametrize("page", PAGES)
def test_the_navigation_shows_the_group_one_is_in(site: Path, page: str) -> None:
    links = [attrs for tag, attrs in outline(site, page).tags if tag == "a" and "aria-current" in attrs]
    shown = {attrs["aria-current"]: attrs["href"] for attrs in links}
    assert shown["page"] == f"{page.partition('-')[0]}.html", "another country is still what platforms publish"
    assert set(shown) == {"true", "page"}


def test_the_selector_and_the_list_lead_to_every_country(site: Path) -> None:
    for page in ("published", "published-us"):
        options = [attrs["value"] for tag, attrs in outline(site, page).tags if tag == "option"]
        assert options == ["published.html", "published-us.html"]
    assert 'href="published-us.html"' in (site / "published.html").read_text(encoding="utf-8")
    assert 'href="published.html#countries"' in (site / "published-us.html").read_text(encoding="utf-8")


def test_each_query_is_behind_its_claim(site: Path) -> None:
    claims = outline(site, "claims")
    assert "SELECT 1 AS computed_low -- blocked" in claims.text
    assert "#query-blocked" in claims.values("href")


def test_a_release_of_real_data_is_not_called_synthetic(tmp_path: Path) -> None:
    release = write_release(tmp_path / "release", Content(is_synthetic=False))
    build_site(release, tmp_path / "site")
    # The Brief repeats of each claim what it was held against, which this small release says of itself.
    for page in ("compliance", "backlog", "reach", "quality"):
        assert "SYNTHETIC" not in outline(tmp_path / "site", page).text


def test_the_same_release_gives_the_same_bytes(tmp_path: Path) -> None:
    release = write_release(tmp_path / "release")
    files = build_site(release, tmp_path / "one")
    build_site(release, tmp_path / "two")
    assert fingerprints(tmp_path / "one") == fingerprints(tmp_path / "two")
    assert sorted(files) == sorted(path for path in (tmp_path / "one").rglob("*") if path.is_file())


def test_a_rebuild_leaves_nothing_of_the_old_site_and_nothing_beside_it(tmp_path: Path) -> None:
    release = write_release(tmp_path / "release")
    build_site(release, tmp_path / "site")
    (tmp_path / "site" / "stale.html").write_text("old")
    build_site(release, tmp_path / "site")
    assert not (tmp_path / "site" / "stale.html").exists()
    assert {path.name for path in tmp_path.iterdir()} == {"release", "site"}


def test_a_failed_build_leaves_the_site_as_it_was(tmp_path: Path) -> None:
    release = write_release(tmp_path / "release")
    build_site(release, tmp_path / "site")
    before = fingerprints(tmp_path / "site")
    (release / "public" / "csv" / "fct_reach_daily.csv").unlink()
    with pytest.raises(ReleaseError, match=r"has no CSV of fct_reach_daily"):
        build_site(release, tmp_path / "site")
    assert fingerprints(tmp_path / "site") == before
    assert {path.name for path in tmp_path.iterdir()} == {"release", "site"}


def test_a_folder_that_is_no_site_is_not_replaced(tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    (home / "thesis.txt").write_text("years of work")
    with pytest.raises(FileExistsError, match="not a site"):
        build_site(write_release(tmp_path / "release"), home)
    assert (home / "thesis.txt").read_text() == "years of work"


def test_where_names_cannot_be_exchanged_the_old_folder_moves_aside(tmp_path: Path) -> None:
    for name in ("finished", "target"):
        (tmp_path / name).mkdir()
        (tmp_path / name / name).touch()
    swap._move_aside(tmp_path / "finished", tmp_path / "target")
    found = {str(path.relative_to(tmp_path)) for path in tmp_path.rglob("*") if path.is_file()}
    assert found == {"target/finished", "finished/target"}


def test_sharing_is_switched_off_or_the_build_stops() -> None:
    script = (static_files.STATIC / "site.js").read_text(encoding="utf-8")
    static_files._refuse_sharing(script)
    server = 'plotlyServerURL: ""', 'plotlyServerURL: "https://chart-studio.plotly.com"'
    modebar = "displayModeBar: false", "displayModeBar: true"
    for change in (server, modebar, ("showSendToCloud: false", "showSendToCloud: true")):
        with pytest.raises(ReleaseError, match="sharing"):
            static_files._refuse_sharing(script.replace(*change))


def test_only_the_public_tables_are_copied(site: Path) -> None:
    names = {path.stem for path in (site / "data").iterdir()}
    assert "fct_compliance_summary" in names
    assert not names & {"fct_requests", "fct_request_events", "fct_account_reach", "dim_account"}
