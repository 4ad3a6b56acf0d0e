"""`make i18n`: renews the catalogue of every translated language from code, templates and data.

Belongs here: extracting messages, keeping what is translated, writing the .po without noise. Does not: terms (terms),
using a catalogue (dashboards.catalogue), translating.
"""

import io
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po, write_po

from dashboards.catalogue import LOCALE, PATTERN, TERM
from dashboards.languages import LANGUAGES
from orchestration.inputs import ensure_manifest
from orchestration.settings import Settings
from orchestration.terms import gather_terms

KEYWORDS = {"say": None, "plural": (1, 2), "_": None}
# Neither dates nor line numbers: a catalogue changes where a message does, and nowhere else.
HEADER = """# Translations of the site. `make i18n` renews the messages; the translations are written by hand.
msgid ""
msgstr ""
"Language: {language}\\n"
"MIME-Version: 1.0\\n"
"Content-Type: text/plain; charset=utf-8\\n"
"Content-Transfer-Encoding: 8bit\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"

"""


def renew(settings: Settings) -> list[str]:
    """Write every catalogue anew; a line about each. Raises ParseError when dbt cannot parse the project."""
    ensure_manifest(settings)
    lines = []
    for language in (language for language in LANGUAGES if catalogue_path(language.code).parent.is_dir()):
        path = catalogue_path(language.code)
        renewed = renewed_catalogue(settings, language.code)
        path.write_text(written(renewed, language.code), encoding="utf-8", newline="\n")
        missing = sum(not _is_translated(message.string) for message in renewed if message.id)
        lines.append(f"{path}: {len(renewed)} messages, {missing} not translated")
    return lines


def catalogue_path(language: str, folder: Path = LOCALE) -> Path:
    """Where the catalogue of a language lies."""
    return folder / language / "LC_MESSAGES" / "messages.po"


def renewed_catalogue(settings: Settings, language: str) -> Catalog:
    """What the project says today, with the translations that there are for it."""
    path = catalogue_path(language)
    known = Catalog(locale=language)
    if path.is_file():
        with path.open("rb") as file:
            known = read_po(file, locale=language)
    catalogue = Catalog(locale=language)
    for message, context, source in _messages(settings):
        found = known.get(message if isinstance(message, str) else message[0], context)
        kept = found.string if found and _has_form(found.id) == _has_form(message) else ""
        catalogue.add(message, kept or None, locations=[(source, 0)], context=context)
    return catalogue


def written(catalogue: Catalog, language: str) -> str:
    """The catalogue as a .po file."""
    target = io.BytesIO()
    write_po(target, catalogue, omit_header=True, sort_output=True, width=0, include_lineno=False)
    return HEADER.format(language=language) + target.getvalue().decode().lstrip("\n")


def _messages(settings: Settings) -> Iterator[tuple[str | tuple[str, ...], str | None, str]]:
    dashboards = settings.project / "dashboards"
    for path in sorted(dashboards.rglob("*.py")):
        yield from _extracted("python", path, settings.project)
    for path in sorted((dashboards / "templates").rglob("*.html")):
        yield from _extracted("jinja2", path, settings.project)
    terms, patterns = gather_terms(settings.project, settings.manifest)
    yield from ((text, TERM, source) for text, source in sorted(terms.items()))
    yield from ((text, PATTERN, source) for text, source in sorted(patterns.items()))


def _extracted(method: str, path: Path, project: Path) -> Iterator[tuple[str | tuple[str, ...], None, str]]:
    with path.open("rb") as file:
        for _, message, _, _ in extract(method, file, keywords=KEYWORDS, options={"newstyle_gettext": "true"}):
            yield message, None, str(path.relative_to(project))


def _has_form(message: object) -> bool:
    """Is it a message with a plural?"""
    return isinstance(message, list | tuple)


def _is_translated(text: object) -> bool:
    return all(text) if isinstance(text, list | tuple) else bool(text)
