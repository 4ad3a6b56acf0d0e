"""The catalogues are as `make i18n` leaves them: what the pages say today, and in each language what was said to it."""

import ast
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from orchestration.catalogues import catalogue_path, renewed_catalogue, written
from orchestration.inputs import ensure_manifest
from orchestration.settings import read_settings
from tests.project.tree import ROOT, files_in, text_of

# Prose of columns, which the pages show in English, marked as such, until it is translated.
OPEN: set[str] = set()


def test_make_i18n_changes_nothing() -> None:
    settings = replace(read_settings(), project=ROOT)
    ensure_manifest(settings)
    path: Path = catalogue_path("ur")
    renewed = written(renewed_catalogue(settings, "ur"), "ur")
    assert path.read_text(encoding="utf-8") == renewed, "run `make i18n`, and translate what is new in it"


def test_everything_that_a_page_says_is_translated() -> None:
    with catalogue_path("ur").open("rb") as file:
        messages = [message for message in read_po(file, locale="ur") if message.id]
    missing = [
        message.id
        for message in messages
        if not (all(message.string) if isinstance(message.string, list | tuple) else message.string)
        and not {source for source, _ in message.locations} <= OPEN
    ]
    assert missing == []


def unextracted(tree: ast.AST, is_in_text: bool = False) -> Iterator[int]:
    """Lines of sentences that `make i18n` cannot see: within an f-string, or no literal."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute | ast.Name) and node.args:
            name = node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id
            if name in ("say", "plural") and (is_in_text or not is_written_out(node.args[0])):
                yield node.lineno
        yield from unextracted(node, is_in_text or isinstance(node, ast.JoinedStr))


def is_written_out(argument: ast.expr) -> bool:
    return isinstance(argument, ast.Constant) and isinstance(argument.value, str)


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("f\"{words.say('x')}\"", [1]),
        ("words.say(text)", [1]),
        ("say('x' + name)\nplural(f'{n}', 'b', 1)", [1, 2]),
        ("words.say('one ' 'text')\nwords.plural('a', 'b', n)", []),
    ],
)
def test_a_sentence_that_cannot_be_extracted_is_seen(code: str, lines: list[int]) -> None:
    assert list(unextracted(ast.parse(code))) == lines


def test_every_sentence_can_be_extracted() -> None:
    # console.messages is said its messages by a function of its own, of the same name.
    found = {
        f"{path}:{line}"
        for path in files_in("dashboards/", ".py")
        for line in unextracted(ast.parse(text_of(path)))
        if path != "dashboards/pages/console.py"
    }
    assert found == set()
