"""The translations of one language, read from dashboards/locale when a site is built.

Belongs here: looking a message or a term up. Does not: what is a message (words), how the catalogue is renewed
(orchestration.catalogues).
A term is a text that comes with the data (context `term`). Those that the gate makes from a pattern, such as a question
about any metric, are found by it: a message of the context `pattern` with places, `Is “{label}” ever negative?`. What
stands in a place is a term again.
"""

import io
import re
from collections.abc import Iterable
from functools import lru_cache
from gettext import GNUTranslations
from pathlib import Path

from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po

LOCALE = Path(__file__).resolve().parent / "locale"
TERM, PATTERN = "term", "pattern"
PLACE = re.compile(r"\{([a-z_]+)\}")
# What may not stay as it is in a place: a sentence, since two languages would be mixed. Names, numbers and code may.
ENGLISH = re.compile(r"[A-Za-z][A-Za-z'’-]+(?:[ ,;:()“”\".]+[A-Za-z][A-Za-z'’-]+){2,}")
LETTER = re.compile(r"[A-Za-z]")
LEAST_LETTERS = 6
REMEMBERED = 50_000


class Catalogue(GNUTranslations):
    """Messages, terms and patterns of one language; without a file every text stays as it is."""

    def __init__(self, compiled: io.BytesIO | None = None, patterns: Iterable[str] = ()) -> None:
        self._catalog: dict[str, str] = {}
        self.plural = lambda count: int(count != 1)
        super().__init__(compiled)
        longest_first = sorted(patterns, key=lambda text: (-len(PLACE.sub("", text)), text))
        self._patterns = tuple((_expression(text), _is_loose(text), text) for text in longest_first)
        # The pages of two hundred countries ask for the same few thousand terms.
        self.term = lru_cache(REMEMBERED)(self._term)

    def _term(self, text: str) -> str:
        if not text or not self._catalog:
            return text
        found = self.pgettext(TERM, text)
        if found == text:
            found = self.gettext(text)
        if found == text and text.startswith("“") and text.endswith("”"):
            return f"“{self.term(text[1:-1])}”"
        return found if found != text else self._by_pattern(text)

    def _by_pattern(self, text: str) -> str:
        for expression, is_loose, pattern in self._patterns:
            if found := expression.fullmatch(text):
                translation = self.pgettext(PATTERN, pattern)
                values = {name: self.term(value) for name, value in found.groupdict().items()}
                if all(
                    _may_stand(found[name], said, is_loose) or _is_code(name, translation)
                    for name, said in values.items()
                ):
                    return translation.format(**values)
        return text


def load_catalogue(language: str, folder: Path = LOCALE) -> Catalogue:
    """The catalogue of `language` ("ur"); an empty one for a language without a file, such as English."""
    path = folder / language / "LC_MESSAGES" / "messages.po"
    if not path.is_file():
        return Catalogue()
    with path.open("rb") as source:
        read = read_po(source, locale=language)
    compiled = io.BytesIO()
    write_mo(compiled, read)
    compiled.seek(0)
    return Catalogue(compiled, [str(message.id) for message in read if message.context == PATTERN and message.string])


def _may_stand(original: str, value: str, is_loose: bool) -> bool:
    """May the value be said in a translated pattern? In a loose one every word of it must be translated."""
    if is_loose and value == original:
        return not LETTER.search(value)
    return not ENGLISH.search(value)


def _is_code(name: str, translation: str) -> bool:
    """Does the translation set the place as code, in backticks?"""
    return f"`{{{name}}}`" in translation


def _is_loose(pattern: str) -> bool:
    """Has the pattern so few words of its own that it would fit any text, such as `{one} and {other}`?"""
    return len(LETTER.findall(PLACE.sub("", pattern))) < LEAST_LETTERS


def _expression(pattern: str) -> re.Pattern[str]:
    """The pattern as a regular expression, each place a group; a place named twice holds the same text twice."""
    parts, seen = [], set()
    for index, part in enumerate(PLACE.split(pattern)):
        if index % 2 == 0:
            parts.append(re.escape(part))
        else:
            parts.append(f"(?P={part})" if part in seen else f"(?P<{part}>.+?)")
            seen.add(part)
    return re.compile("".join(parts), re.DOTALL)
