"""Spellings made comparable: one plain form for a handle or a display name, however it is disguised.

Belongs here: what of a spelling is kept and what is dropped. Look-alike characters are folded to their Unicode TR39
skeletons, and other scripts are romanised, by the library disarm (Unicode 17 tables).
Does not: comparing two accounts (model).
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

# Words that a returning account adds or drops; they say nothing about who it is.
AFFIX_WORDS = frozenset(
    {"new", "naya", "nya", "official", "real", "original", "back", "backup", "again", "return", "returns", "reborn"}
    | {"second", "next", "alt", "ii", "iii", "tv", "media", "channel", "updates", "news", "voice", "page", "group"}
    # نیو چینل خبریں خبرنامہ آواز صفحہ گروپ, as people write them in Latin letters and as they are romanised below
    | {"awaz", "awaaz", "khabarnama", "safha", "nyv", "chynl", "khbryn", "khbrnamh", "avaz", "sfhh", "grvp"}
)
# Digits written for letters. l, i, 1 and | look alike, so all four are one letter.
LOOK_ALIKE_DIGITS = str.maketrans({"0": "o", "1": "i", "3": "e", "4": "a", "5": "s", "7": "t", "8": "b", "9": "g"})
SAME_STROKE = str.maketrans({"l": "i"})
DIGRAPHS = (("ch", "C"), ("kh", "k"), ("gh", "g"), ("ph", "f"), ("ck", "k"), ("q", "k"), ("c", "k"), ("x", "ks"))
# Urdu writes few vowels, and one letter for w, v, o and u.
UNWRITTEN = re.compile("[aeiouywvh]")
REPEATED = re.compile(r"(\D)\1+")
# A year, two digits, or one that stands for no letter; any other digit at a word's end may be its last letter.
NUMBERED = re.compile(r"^(.{3,}?)(?:\d{4}|\d{2}|[26])$")
DROPPED_CATEGORIES = {"Mn", "Me", "Cf", "Cc", "Co", "Cs", "Cn", "Sk"}
CACHED_WORDS = 1 << 17  # words come again and again, names seldom
MIN_KEY_LENGTH = 4  # letters; below, a key is shared by chance
MIN_CORE_LENGTH = 7  # letters; where affixes leave less, they are part of the name (sample voice, sample media)


@dataclass(frozen=True)
class Spelling:
    """The forms of one name that are compared. All are empty for a name of nothing but dropped characters."""

    words: tuple[str, ...]
    core_words: tuple[str, ...]
    letters: str
    core_letters: str
    sound: str
    numbers: str
    is_generic: bool
    is_romanised: bool


def spell(name: str) -> Spelling:
    """The comparable forms of a handle or display name as written."""
    words = tuple(_word(token) for token in _tokens(name))
    words = tuple(word for word in words if word)
    core_words = tuple(core for core in map(_core, _undecorated(words)) if core)
    is_generic = core_words != words and len("".join(core_words)) < MIN_CORE_LENGTH
    if is_generic:
        core_words = words
    return Spelling(
        words=tuple(map(_fold, words)),
        core_words=tuple(map(_fold, core_words)),
        letters=_join(words),
        core_letters=_join(core_words),
        sound=_sound(core_words),
        numbers=" ".join(word for word in core_words if word.isdecimal()),
        is_generic=is_generic,
        is_romanised=any(map(_is_arabic, _tokens(name))),
    )


def _tokens(name: str) -> list[str]:
    """Words and symbols of a name: accents, zero-width and direction characters fall away, an emoji is a word."""
    if name.isascii():
        return re.findall("[A-Za-z0-9]+", name)
    kept = "".join(c for c in unicodedata.normalize("NFKD", name) if unicodedata.category(c) not in DROPPED_CATEGORIES)
    spaced = "".join(c if c.isalnum() else f" {c} " if unicodedata.category(c) == "So" else " " for c in kept)
    return spaced.split()


@lru_cache(maxsize=CACHED_WORDS)
def _word(token: str) -> str:
    if token.isascii():
        return token.lower()
    if token.isdecimal():
        return str(int(token))  # Arabic digits and the like; as letters they would look like strokes
    import disarm

    if not _is_arabic(token):
        # Twice: some look-alikes are known in one case only. Not skeleton_key, which makes an l of every capital I.
        token = disarm.normalize_confusables(disarm.normalize_confusables(token).casefold())
    if token.isascii() or unicodedata.category(token[0]) == "So":
        return token
    # Urdu's letters are pronounced as in Persian, not as in Arabic.
    return re.sub("[^a-z0-9]", "", disarm.transliterate(token, lang="fa").lower())


def _is_arabic(token: str) -> bool:
    return not token.isascii() and all(unicodedata.name(c, "").startswith("ARABIC LETTER") for c in token)


def _undecorated(words: tuple[str, ...]) -> tuple[str, ...]:
    """Without emoji at either end; between words one may stand for a word."""
    spoken = [place for place, word in enumerate(words) if word[0].isalnum()]
    return words[spoken[0] : spoken[-1] + 1] if spoken else words


@lru_cache(maxsize=CACHED_WORDS)
def _core(word: str) -> str:
    """A word without its number; nothing for an affix or a single digit."""
    if word in AFFIX_WORDS or (word.isdecimal() and len(word) == 1):
        return ""
    numbered = NUMBERED.match(word)
    return numbered.group(1) if numbered else word


@lru_cache(maxsize=CACHED_WORDS)
def _fold(word: str) -> str:
    """One letter for what looks alike, and for a repeated letter; a number stays what it is."""
    if word.isdecimal():
        return word
    return REPEATED.sub(r"\1", word.translate(LOOK_ALIKE_DIGITS).translate(SAME_STROKE))


def _join(words: tuple[str, ...]) -> str:
    return REPEATED.sub(r"\1", "".join(map(_fold, words)))


def _sound(words: tuple[str, ...]) -> str:
    """Consonants alone, so that Urdu and Latin spellings of one name agree; numbers stay apart."""
    return " ".join(sound for sound in map(_word_sound, words) if sound)


@lru_cache(maxsize=CACHED_WORDS)
def _word_sound(word: str) -> str:
    if word.isdecimal():
        return word
    word = word.translate(LOOK_ALIKE_DIGITS)
    for written, heard in DIGRAPHS:
        word = word.replace(written, heard)
    return REPEATED.sub(r"\1", UNWRITTEN.sub("", word))
