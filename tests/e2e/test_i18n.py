"""The Urdu pages of a real release hold no English: what stays in Latin letters is a name, code, or marked so."""

import re
from html.parser import HTMLParser
from pathlib import Path

import pytest

# Three words of two letters and more in a row, which no name on these pages is.
ENGLISH_RUN = re.compile(r"[A-Za-z][A-Za-z'’-]+(?:[ ,;:()“”\"'.-]+[A-Za-z][A-Za-z'’-]+){2,}")
IN_THEIR_OWN_LANGUAGE = {"script", "style", "code", "pre", "bdi"}
EMPTY = {"meta", "link", "br", "wbr", "img", "input", "hr", "col"}
SPOKEN = ("aria-label", "title", "alt", "placeholder")


class UrduText(HTMLParser):
    """The texts of a page, those of attributes that are read out included, outside what is marked as English."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.texts: list[str] = []
        self._open: list[tuple[str, bool]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        said = dict(attrs)
        is_foreign = self._is_foreign or tag in IN_THEIR_OWN_LANGUAGE or said.get("lang") == "en"
        if not is_foreign:
            self.texts += [text for name in SPOKEN if (text := said.get(name))]
        if tag not in EMPTY:
            self._open.append((tag, is_foreign))

    def handle_endtag(self, tag: str) -> None:
        while self._open and tag not in EMPTY and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not self._is_foreign:
            self.texts.append(data)

    @property
    def _is_foreign(self) -> bool:
        return bool(self._open) and self._open[-1][1]


def english_in(html: str) -> list[str]:
    return [found.group(0) for text in UrduText(html).texts for found in ENGLISH_RUN.finditer(text)]


@pytest.mark.parametrize(
    ("html", "found"),
    [
        ("<p>یہ no rows are here</p>", ["no rows are here"]),
        ('<p lang="en">no rows are<br>here now <b>and not there</b></p>', []),
        ('<p><code>no rows are</code>یہ</p><a title="where it is from">ا</a>', ["where it is from"]),
        ('<p><span lang="en">said in his words</span> but not these ones</p>', ["but not these ones"]),
    ],
)
def test_english_is_found_unless_it_is_marked(html: str, found: list[str]) -> None:
    assert english_in(html) == found


def test_no_english_is_left_in_a_sentence_of_an_urdu_page(site_dir: Path) -> None:
    pages = sorted((site_dir / "ur").glob("*.html"))
    assert len(pages) > 10
    left = {page.name: found for page in pages if (found := english_in(page.read_text(encoding="utf-8")))}
    assert left == {}
