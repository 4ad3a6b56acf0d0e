"""The languages of the site: English at its root, Urdu in the folder `ur`.

Belongs here: which languages there are and where their pages lie. Does not: words (words, catalogue).
"""

from collections.abc import Callable
from dataclasses import dataclass

from dashboards.catalogue import load_catalogue
from dashboards.words import Words


@dataclass(frozen=True)
class Language:
    """One language: its code, its name in itself, Babel's locale, and the folder of its pages below the site."""

    code: str
    name: str
    locale: str
    folder: str = ""

    @property
    def root(self) -> str:
        """The way from a page of this language to the folder of the site: nothing, or `../`."""
        return "../" * len(self.folder.split("/")) if self.folder else ""

    def words(self) -> Words:
        """The words of this language, with its catalogue."""
        return Words(self.locale, load_catalogue(self.code))


ENGLISH = Language("en", "English", "en")
URDU = Language("ur", "اردو", "ur_PK", "ur")
LANGUAGES = (ENGLISH, URDU)


def other_languages(language: Language) -> Callable[[str], list[tuple[Language, str]]]:
    """For a file name, the other languages with the way there from a page of `language`."""
    others = [other for other in LANGUAGES if other is not language]

    def links(file_name: str) -> list[tuple[Language, str]]:
        return [(other, f"{language.root}{other.folder}{'/' if other.folder else ''}{file_name}") for other in others]

    return links
