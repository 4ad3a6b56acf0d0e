"""Words in Urdu: terms found by their pattern, signs that stay on their side, a catalogue that keeps its places."""

import re
from datetime import date
from pathlib import Path

import pytest
from babel.messages.catalog import Message
from babel.messages.pofile import read_po

from dashboards.catalogue import LOCALE, PATTERN, TERM, Catalogue, load_catalogue
from dashboards.claim_values import interval_text
from dashboards.deltas import signed_text
from dashboards.language_job import Job, read_job
from dashboards.languages import ENGLISH, LANGUAGES, URDU, other_languages
from dashboards.ledger_words import country_name
from dashboards.ledger_words import told as told_cell
from dashboards.notice import FailedCheck, FailedData
from dashboards.words import END, LEFT_TO_RIGHT, Words
from orchestration.catalogues import written
from orchestration.terms import gather_terms

PLACE = re.compile(r"\{[a-z_]*\}|%\([a-z_]+\)s|%%")
# What stays in Latin letters within a sentence: names of tables, files, commands and SQL, and codes.
NAMED = re.compile(r"`[^`]*`|\b(?:[A-Z]{2,}|[a-z]+[_./][a-z_./]+|[a-z]+(?:\.[a-z]+)+|[A-Z][a-z]+[A-Z]\w+|\w+\+\w+)\b")
ENGLISH_RUN = re.compile(r"[A-Za-z]{2,}(?:[ ,;:.'’-]+[A-Za-z]{2,}){2,}")
HEADER = """msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\\n"
"""


@pytest.fixture(scope="module")
def messages() -> list[Message]:
    with (LOCALE / "ur" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        return [message for message in read_po(file, locale="ur") if message.id]


@pytest.fixture(scope="module")
def urdu() -> Words:
    return URDU.words()


def forms(text: object) -> list[str]:
    """A text, or both of its numbers."""
    return [str(one) for one in text] if isinstance(text, list | tuple) else [str(text)]


def catalogue_of(folder: Path, *entries: str) -> Catalogue:
    path = folder / "ur" / "LC_MESSAGES" / "messages.po"
    path.parent.mkdir(parents=True)
    path.write_text(HEADER + "\n" + "\n".join(entries), encoding="utf-8")
    return load_catalogue("ur", folder)


def entry(message: str, translation: str, context: str = "") -> str:
    return (f'msgctxt "{context}"\n' if context else "") + f'msgid "{message}"\nmsgstr "{translation}"\n'


def test_an_empty_text_is_no_heading_of_the_catalogue(urdu: Words) -> None:
    assert urdu.term("") == ""
    assert Words().term("") == ""


def test_a_term_without_a_translation_stays_as_it_is(urdu: Words) -> None:
    assert urdu.term("</script> {count} %s") == "</script> {count} %s"
    assert Words().say("As of") == Words().term("As of") == "As of"


def test_a_term_is_found_by_its_pattern_and_so_is_what_stands_in_it(tmp_path: Path) -> None:
    catalogue = catalogue_of(
        tmp_path,
        entry("Is “{label}” counted?", "کیا “{label}” گنا گیا؟", PATTERN),
        entry("Is “{label}” counted in {table}?", "کیا {table} میں “{label}” گنا گیا؟", PATTERN),
        entry("Requests", "درخواستیں", TERM),
        entry("untranslated {label}", "", PATTERN),
    )
    assert catalogue.term("Is “Requests” counted?") == "کیا “درخواستیں” گنا گیا؟"
    assert catalogue.term("Is “Requests” counted in fct_x?") == "کیا fct_x میں “درخواستیں” گنا گیا؟", (
        "the longest first"
    )
    assert catalogue.term("“Requests”") == "“درخواستیں”"
    assert catalogue.term("untranslated Requests") == "untranslated Requests"
    assert catalogue.term("Is “{0.__class__} {x}” counted?") == "کیا “{0.__class__} {x}” گنا گیا؟", "data is no format"


def test_a_pattern_does_not_mix_two_languages(tmp_path: Path) -> None:
    catalogue = catalogue_of(
        tmp_path,
        entry("{one} and {other}", "{one} اور {other}", PATTERN),
        entry("no two rows with the same {grain}", "کوئی دو سطریں ایک ہی `{grain}` کی نہیں", PATTERN),
        entry("the rows of {label}", "{label} کی سطریں", PATTERN),
        entry("up", "اوپر", TERM),
        entry("down", "نیچے", TERM),
    )
    assert catalogue.term("up and down and up") == "اوپر اور نیچے اور اوپر"
    assert catalogue.term("up and sideways") == "up and sideways", "few words of its own, so all of it or nothing"
    assert catalogue.term("the rows of what is left out") == "the rows of what is left out"
    assert catalogue.term("the rows of fct_x") == "fct_x کی سطریں", "a name stays"
    assert catalogue.term("no two rows with the same day, platform, group") == (
        "کوئی دو سطریں ایک ہی `day, platform, group` کی نہیں"
    ), "code stays"


@pytest.mark.parametrize(
    "told",
    [
        "The register of designations lists 5 to 6 of the 8 listings claimed as of 2025-07-25. BLF by UK and US: no "
        "listing found, medium confidence; BLF by UN: not in the register. ISKP by UK: listed, but with low confidence "
        "only. Least sure: medium confidence.",
        "The SYNTHETIC sample, no real log, gives 91.4% to 91.7%, inside the claimed 90.0% or more.",
        "The request log gives 243, outside the claimed 318 or more. Not complied with: 319, of which 243 are pending "
        "and 76 were answered otherwise.",
        "The SYNTHETIC sample, no real log, gives 481 or more, only in part inside the claimed 481. Who is reported "
        "has been identified; who else has is not recorded.",
        "There is nothing to compute it from: no account is recorded for it as of 2025-08-15.",
        "The reports of Meta give no number of accounts on Facebook for the time that the regulator counts.",
        "SYNTHETIC sample: takedown requests and platform responses as of 2025-08-15",
    ],
)
def test_what_sql_says_in_pieces_is_urdu_as_a_whole(urdu: Words, told: str) -> None:
    assert re.findall(r"[A-Za-z]+", urdu.term(told)) == []


def test_a_told_text_is_marked_as_english_only_where_it_is(urdu: Words) -> None:
    assert told_cell("no words of this are known here", urdu).kind == "quote"
    assert told_cell("یہ پہلے ہی اردو ہے", urdu, "reason").kind == "reason"
    assert told_cell("no two rows with the same day, platform", urdu).kind == "prose"


def test_no_country_keeps_an_abbreviation_in_latin_letters(urdu: Words) -> None:
    names = [country_name("HK", None, urdu), country_name("EUROPOL", "Europol", urdu), country_name("PK", None, urdu)]
    assert names == ["ہانگ کانگ، چین", "یوروپول", "پاکستان"]
    assert country_name("HK", None, Words()) == "Hong Kong SAR China"


def test_a_sentence_serves_a_term_that_has_none_of_its_own(tmp_path: Path) -> None:
    assert catalogue_of(tmp_path, entry("pending", "زیرِ التوا")).term("pending") == "زیرِ التوا"


def test_signs_stay_on_their_side_of_a_number(urdu: Words) -> None:
    assert urdu.percent(0.626) == f"{LEFT_TO_RIGHT}62.6%{END}"
    assert urdu.signed(-1234) == f"{LEFT_TO_RIGHT}−1,234{END}"
    assert signed_text(843_000, urdu, "compact") == f"{LEFT_TO_RIGHT}+8.4{END}\xa0لاکھ"
    assert signed_text(-843_000, Words(), "compact") == "−843K"
    assert interval_text(481, None, False, urdu) == f"{LEFT_TO_RIGHT}≥ 481{END}"
    assert (Words().percent(0.626), Words().signed(220), Words().signed(0), Words().signed(None)) == (
        *("62.6%", "+220", "0", "—"),
    )


def test_what_runs_left_to_right_keeps_its_order_in_a_sentence(urdu: Words) -> None:
    said = urdu.say("{platforms}, {month}", platforms="فیس بک", month="2025-08")
    assert said == f"فیس بک، {LEFT_TO_RIGHT}2025-08{END}"
    assert urdu.say("{n} {unit}", n="1,234", unit="{unit}") == "1,234 {unit}", "numbers and open places need nothing"
    assert Words().say("{a} {b}", a="2025-08", b="X") == "2025-08 X"
    assert urdu.listing(["2025-H1", "ا"]) == f"{LEFT_TO_RIGHT}2025-H1{END} اور ا"
    assert (urdu.clauses(["ا", "ب"]), Words().clauses(["a", "b"])) == ("ا؛ ب", "a; b")
    assert (urdu.enumeration(["ا", "ب"]), Words().enumeration(["a", "b"])) == ("ا، ب", "a, b")


def test_days_and_large_numbers_are_urdu_in_latin_digits(urdu: Words) -> None:
    assert urdu.day(date(2025, 8, 14)) == "14 اگست 2025"
    assert [urdu.compact(value).replace("\xa0", " ") for value in (2_103_141, 771_300, 1_500)] == [
        *("21 لاکھ", "7.7 لاکھ", "1.5 ہزار"),
    ]
    assert (urdu.language, urdu.is_rtl, Words().is_rtl) == ("ur", True, False)


def test_each_language_knows_the_way_to_the_others() -> None:
    assert [(one.code, way) for one, way in other_languages(ENGLISH)("claims.html")] == [("ur", "ur/claims.html")]
    assert [(one.code, way) for one, way in other_languages(URDU)("claims.html")] == [("en", "../claims.html")]
    assert [language.root for language in LANGUAGES] == ["", "../"]


def test_a_job_comes_through_a_file_unchanged(tmp_path: Path) -> None:
    check = FailedCheck("id", "table", "“Q”?", "خبر", "core", is_broken=True)
    job = Job(URDU, tmp_path / "r", tmp_path / "s", tmp_path / "e", FailedData(date(2025, 11, 1), (check,)))
    assert read_job(job.to_json()) == job
    assert read_job(Job(ENGLISH, tmp_path, tmp_path).to_json()) == Job(ENGLISH, tmp_path, tmp_path)


def test_every_translation_has_the_places_of_its_message(messages: list[Message]) -> None:
    wrong = []
    for message in messages:
        many, wanted = forms(message.id)[-1], set(PLACE.findall(forms(message.id)[-1]))
        for text in filter(None, forms(message.string)):
            found = set(PLACE.findall(text))
            # The singular may say “one” instead of its number.
            if found != wanted and not (isinstance(message.id, list | tuple) and found | {"{count}"} == wanted):
                wrong.append((many, text))
    assert wrong == []


def test_no_translation_keeps_an_english_sentence(messages: list[Message]) -> None:
    texts = [text for message in messages for text in forms(message.string)]
    kept = [text for text in texts if ENGLISH_RUN.search(NAMED.sub("", PLACE.sub("", text)))]
    assert kept == []


def test_a_sentence_keeps_the_space_at_its_ends(messages: list[Message]) -> None:
    wrong = [
        text
        for message in messages
        for original, text in zip(forms(message.id), forms(message.string), strict=False)
        if text and (original[0] == " ", original[-1] == " ") != (text[0] == " ", text[-1] == " ")
    ]
    assert wrong == []


def test_the_catalogue_has_neither_line_numbers_nor_dates(messages: list[Message]) -> None:
    with (LOCALE / "ur" / "LC_MESSAGES" / "messages.po").open("rb") as file:
        text = written(read_po(file, locale="ur"), "ur")
    assert "Creation-Date" not in text
    assert re.findall(r"^#: .*\.(?:py|html):\d+", text, re.MULTILINE) == []


def test_questions_of_the_gate_are_patterns_and_errors_are_none(settings_manifest: Path, project: Path) -> None:
    terms, patterns = gather_terms(project, settings_manifest)
    assert "Is every value of “{label}” possible at all?" in patterns
    assert "Did every law find at least one row to judge?" in terms
    assert {"X", "Facebook", "National Cyber Crime Investigation Agency", "A column."} <= terms.keys()
    assert not [text for text in (*terms, *patterns) if "hand over its rows" in text or text.startswith("Expect")]


@pytest.fixture
def project() -> Path:
    return Path(__file__).parents[2]


@pytest.fixture
def settings_manifest(tmp_path: Path) -> Path:
    path = tmp_path / "manifest.json"
    path.write_text(
        '{"nodes": {"m": {"resource_type": "model", "access": "public", "name": "fct_x", "description": "One row.",'
        ' "config": {"meta": {"tier": "public", "grain": ["x"], "owner": "core"}},'
        ' "columns": {"x": {"name": "x", "data_type": "BIGINT", "description": "A\\n column."}}}}}',
        encoding="utf-8",
    )
    return path
