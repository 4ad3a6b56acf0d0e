"""Two languages of one site: nothing untranslated is asked for, every way leads somewhere, one fault stops both."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dashboards.catalogue import Catalogue
from dashboards.data import open_release
from dashboards.language_job import Job
from dashboards.language_site import write_language
from dashboards.languages import ENGLISH, URDU
from dashboards.release_facts import ReleaseError
from dashboards.site import _other_languages, build_site
from dashboards.words import Words
from tests.small_release import write_release


class Recording(Catalogue):
    """The catalogue of a language, which writes down what it was asked for in vain. Terms are the data's, not ours."""

    def __init__(self, known: Catalogue) -> None:
        super().__init__()
        self.known = known
        self.missed: set[str] = set()

    def gettext(self, message: str) -> str:
        return self._noted(message, self.known.gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return self._noted(msgid2 if n != 1 else msgid1, self.known.ngettext(msgid1, msgid2, n))

    def _noted(self, message: str, found: str) -> str:
        # What has letters only in its places, such as “{name}: {value}”, may be the same in any language.
        if found == message and re.search(r"[A-Za-z]{2}", re.sub(r"\{\w+\}|%\(\w+\)s", "", message)):
            self.missed.add(message)
        return found


class Ways(HTMLParser):
    """Where a page leads: every link and source."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        self.found |= {value for name, value in attrs if name in ("href", "src") and value}


@pytest.fixture(scope="module")
def release(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_release(tmp_path_factory.mktemp("i18n") / "release")


@pytest.fixture(scope="module")
def site(release: Path) -> Iterator[Path]:
    build_site(release, release.parent / "site")
    return release.parent / "site"


def test_every_sentence_of_the_urdu_pages_is_translated(release: Path, tmp_path: Path) -> None:
    catalogue = Recording(URDU.words().catalogue)
    with open_release(release) as opened:
        write_language(opened, Job(URDU, release, tmp_path), Words(URDU.locale, catalogue))
    same_everywhere = {"NULL", "SHA-256"}
    assert catalogue.missed - same_everywhere == set(), "run `make i18n` and translate what it left open"


def test_both_languages_have_the_same_pages(site: Path) -> None:
    english = {path.name for path in site.glob("*.html") if path.name != "codebook.html"}
    assert {path.name for path in (site / "ur").iterdir()} == english
    assert "index.html" in english


def test_a_page_says_its_language_and_its_direction(site: Path) -> None:
    assert '<html lang="en" dir="ltr">' in (site / "claims.html").read_text()
    assert '<html lang="ur" dir="rtl">' in (site / "ur" / "claims.html").read_text()
    assert "ہٹانے کی درخواستیں" in (site / "ur" / "index.html").read_text()


def test_every_way_from_every_page_leads_to_a_file_of_the_site(site: Path) -> None:
    lost = []
    for page in site.rglob("*.html"):
        ways = {way.partition("#")[0] for way in Ways(page.read_text()).found if not way.startswith(("data:", "#"))}
        lost += [f"{page.relative_to(site)} -> {way}" for way in ways if not (page.parent / way).is_file()]
    assert lost == []


def test_a_fault_of_the_other_language_is_told_in_its_own_words(release: Path, tmp_path: Path) -> None:
    broken = Job(ENGLISH, tmp_path / "nowhere", tmp_path / "scratch" / "site")
    broken.site.mkdir(parents=True)
    with pytest.raises(ReleaseError, match=r"datapackage\.json is missing"), _other_languages(broken):
        pass
