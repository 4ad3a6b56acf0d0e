"""Spellings made comparable: disguises fall away, and what tells accounts apart stays."""

import pytest

from orchestration.mirrors.features import spelled_accounts
from orchestration.mirrors.names import Spelling, spell

ZERO_WIDTH, JOINER, RIGHT_TO_LEFT = "\u200b", "\u200d", "\u202e"


@pytest.mark.parametrize(
    "disguised",
    [
        f"sample{ZERO_WIDTH}_ri{JOINER}ver_kite{RIGHT_TO_LEFT}",
        "ѕаmрlе_rіvеr_kіtе",  # Cyrillic
        "sαmρle_rιver_kιte",  # Greek
        "𝓼𝓪𝓶𝓹𝓵𝓮_𝓻𝓲𝓿𝓮𝓻_𝓴𝓲𝓽𝓮",  # mathematical script
        "ｓａｍｐｌｅ＿ｒｉｖｅｒ＿ｋｉｔｅ",  # full width
        "SAMPLE_RIVER_KITE",
        "sample.river-kite",
        "sampleriverkite",
        "5ampl3_r1v3r_k1t3",
        "sampIe_river_kite",  # a capital i for an l
        "sammple_riiver_kitee",
        "sámple_rívër_kite",
    ],
)
def test_a_disguised_handle_has_the_letters_of_the_plain_one(disguised: str) -> None:
    assert spell(disguised).letters == spell("sample_river_kite").letters


@pytest.mark.parametrize(
    "affixed", ["new_sample_river_kite", "sample_river_kite_2", "Official.Sample.River.Kite99", "✅ sample river kite"]
)
def test_an_affix_leaves_the_core(affixed: str) -> None:
    assert spell(affixed).core_letters == spell("sample_river_kite").core_letters
    assert spell(affixed).letters != spell("sample_river_kite").letters


@pytest.mark.parametrize(
    ("urdu", "latin"),
    [
        ("نمونہ آواز 12", "Namoona Awaaz 12"),
        ("فرضی پیغام 7041", "Farzi Paigham 7041"),
        ("مثالی دریا ۳۱۰", "Misaali Darya 310"),
        ("نمونہ چراغ 55", "Namuna Chiragh 55"),
    ],
)
def test_urdu_and_latin_spellings_sound_the_same(urdu: str, latin: str) -> None:
    assert spell(urdu).sound == spell(latin).sound
    assert spell(urdu).is_romanised
    assert not spell(latin).is_romanised


def test_urdu_is_not_mistaken_for_look_alikes_of_latin() -> None:
    # The skeleton of alef is l and that of heh is o: Urdu words are romanised instead.
    assert spell("نمونہ دریا").words == ("nmvnh", "drya")


@pytest.mark.parametrize("nothing", ["", "   ", "._-", f"{ZERO_WIDTH}{JOINER}", "\ufe0f", "\u0301"])
def test_a_name_of_nothing_but_dropped_characters_has_no_key(nothing: str) -> None:
    assert spell(nothing) == Spelling((), (), "", "", "", "", is_generic=False, is_romanised=False)
    (account,) = spelled_accounts([(1, nothing, None)])
    assert account["keys"] == []
    assert account["handle_letters"] is None


def test_an_emoji_is_a_word_between_words_and_decoration_at_an_end() -> None:
    assert spell("sample_🔥_lamp").letters != spell("sample_lamp").letters
    assert spell("🔥 sample river kite 🔥").core_letters == spell("sample river kite").core_letters
    assert spell("🔥🔥").letters == "🔥"


def test_names_of_generic_words_are_known_as_such() -> None:
    assert spell("Sample News").is_generic
    assert spell("نمونہ خبرنامہ").is_generic
    assert not spell("sample_river_kite_news").is_generic
    assert not spell("ali_k").is_generic


def test_numbers_stay_numbers() -> None:
    assert spell("نمونہ چینل 12").numbers == "12"
    assert spell("channel 110").letters != spell("channel 100").letters


def test_other_vowels_are_another_word() -> None:
    assert spell("amber_hammer").letters != spell("ember_hammer").letters


def test_every_account_has_few_keys() -> None:
    (account,) = spelled_accounts([(1, "new_sample_river_kite_2", "Sample River Kite (new)")])
    assert 4 <= len(account["keys"]) <= 12
    assert account["is_display_of_handle"]
