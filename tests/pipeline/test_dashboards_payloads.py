"""Nothing in the data can become markup, script, style, an address, or the order of a sentence, on any page."""

import json
import re
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest

from dashboards.site import build_site
from tests.small_release import write_release
from tests.small_release_payloads import MARK, PAYLOADS, poison

INSIDE = re.compile(r"data:,|((\.\./)?[a-z0-9_./-]+)?(#.*)?", re.S)
DIRECTIONS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]")
# What a page may say in an attribute, with a text from data in it.
TOLD = {"aria-label", "aria-labelledby", "title", "value", "id", "href", "content", "label"}
TOLD |= {"data-sql", "data-binding", "data-figure"}


class Read(HTMLParser):
    """What a browser would make of a page: tags with their attributes, scripts, and the text outside them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str]]] = []
        self.scripts: list[tuple[dict[str, str], str]] = []
        self.text: list[str] = []
        self._inside = ""
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))
        self._inside = tag
        if tag == "script":
            self.scripts.append((self.tags[-1][1], ""))

    def handle_endtag(self, tag: str) -> None:
        self._inside = "" if tag == self._inside else self._inside

    def handle_data(self, data: str) -> None:
        if self._inside == "script":
            attributes, before = self.scripts[-1]
            self.scripts[-1] = (attributes, before + data)
        else:
            self.text.append(data)

    def handle_comment(self, data: str) -> None:
        raise AssertionError(f"a comment: {data}")

    def unknown_decl(self, data: str) -> None:
        raise AssertionError(f"a declaration: {data}")


def pages(site: Path) -> dict[str, Read]:
    files = [path for path in sorted(site.rglob("*.html")) if path.parent.name != "data"]
    return {str(path.relative_to(site)): Read(path.read_text(encoding="utf-8")) for path in files}


@pytest.fixture(scope="module")
def honest(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Read]:
    folder = tmp_path_factory.mktemp("honest")
    build_site(write_release(folder / "release"), folder / "site")
    return pages(folder / "site")


@pytest.fixture(scope="module", params=[False, True], ids=["texts", "slugs too"])
def hostile(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Read]:
    folder = tmp_path_factory.mktemp("hostile")
    build_site(poison(write_release(folder / "release"), also_names=request.param), folder / "site")
    return pages(folder / "site")


def attributes(site: dict[str, Read]) -> Iterator[tuple[str, str, str, str]]:
    """Page, tag, name and value of every attribute."""
    for page, read in site.items():
        for tag, attrs in read.tags:
            for name, value in attrs.items():
                yield page, tag, name, value


def test_every_payload_gets_onto_a_page(hostile: dict[str, Read]) -> None:
    shown = "\n".join("".join(read.text) for read in hostile.values())
    missing = [payload for payload in PAYLOADS if DIRECTIONS.sub("", payload.split("`")[0]) not in shown]
    assert not missing, "or nothing is tested"


def test_no_tag_and_no_attribute_comes_from_data(honest: dict[str, Read], hostile: dict[str, Read]) -> None:
    known = {(tag, name) for _, tag, name, _ in attributes(honest)}
    found = {(tag, name) for _, tag, name, _ in attributes(hostile)}
    also = {("tr", "class"), ("th", "rowspan"), ("td", "rowspan"), ("span", "class"), ("a", "href"), ("td", "id")}
    assert found - known <= also
    assert {tag for read in hostile.values() for tag, _ in read.tags} <= {
        tag for read in honest.values() for tag, _ in read.tags
    } | {"optgroup", "dl", "dt", "dd", "article", "aside", "noscript"}


def test_no_attribute_but_those_for_texts_holds_a_payload(hostile: dict[str, Read]) -> None:
    held = {(tag, name) for _, tag, name, value in attributes(hostile) if MARK in value}
    assert {name for _, name in held if not name.startswith("data-row-")} <= TOLD
    assert not [name for _, name in held if name.startswith("on") or name in ("style", "class", "src")]


def test_every_address_leads_inside(hostile: dict[str, Read]) -> None:
    for page, tag, name, value in attributes(hostile):
        if name in ("href", "src", "srcset", "action", "formaction", "poster", "srcdoc"):
            assert INSIDE.fullmatch(value), f"{page}: <{tag} {name}={value!r}>"


def test_scripts_are_files_of_the_site_or_plain_data(hostile: dict[str, Read]) -> None:
    for page, read in hostile.items():
        for attrs, body in read.scripts:
            if "src" in attrs:
                assert re.fullmatch(r"(\.\./)?static/[a-z./-]+\.js", attrs["src"]), page
                assert not body.strip()
            else:
                assert attrs["type"] == "application/json", page
                json.loads(body)


def test_plotly_gets_no_markup_from_data(hostile: dict[str, Read]) -> None:
    for page, read in hostile.items():
        for attrs, body in read.scripts:
            if attrs.get("id", "").endswith("-data") and '"layout"' in body:
                figure = json.loads(body)
                figure["layout"].pop("meta", None)  # what filters compare with; nothing draws it
                told = json.dumps(figure, ensure_ascii=False)
                assert not re.search(r"<(?!/?b>|br>|/?i>|/?sub>|/?sup>)", told), f"{page}: {attrs['id']}"


def test_no_mark_of_direction_comes_from_data(honest: dict[str, Read], hostile: dict[str, Read]) -> None:
    for page, read in hostile.items():
        if not page.startswith("ur/"):  # the Urdu pages set marks of their own around numbers
            assert not DIRECTIONS.search("".join(read.text)), page
            assert not [value for _, attrs in read.tags for value in attrs.values() if DIRECTIONS.search(value)]
    assert not [page for page, read in honest.items() if "\u202e" in "".join(read.text)]
