"""Account ids tell nothing without the key: somebody who knows every handle there is cannot find one of them again."""

import hmac
import unicodedata
from collections.abc import Callable, Iterator
from hashlib import blake2b, md5, sha1, sha256, sha512

import pytest

from orchestration.accounts import account_id, normalise_handle
from orchestration.settings import Settings
from tests.pipeline.large_sample import ACCOUNT_KEY
from tests.pipeline.marts import ask, database
from tests.pipeline.workbench import Ran

PLATFORMS = ("facebook", "instagram", "tiktok", "x", "telegram", "whatsapp", "youtube")
OBVIOUS_KEYS = ("", " ", "test-key", "key", "secret", "takedown", "password", "changeme", "account.key", "0" * 64)
SEPARATORS = ("\x1f", "", ":", "|", "/", " ", "_", ",", "\0")
DIGESTS: dict[str, Callable[[bytes], str]] = {
    "sha256": lambda text: sha256(text).hexdigest(),
    "sha256 twice": lambda text: sha256(sha256(text).digest()).hexdigest(),
    "sha512, cut": lambda text: sha512(text).hexdigest()[:64],
    "blake2b": lambda text: blake2b(text, digest_size=32).hexdigest(),
    "sha1": lambda text: sha1(text, usedforsecurity=False).hexdigest(),
    "md5": lambda text: md5(text, usedforsecurity=False).hexdigest(),
}


@pytest.fixture(scope="module")
def names(large: Ran) -> list[str]:
    """The dictionary: every handle and URL of the log, as written."""
    written = ask(
        large.home / "warehouse.duckdb",
        "select handle from raw.account_keys union select handle from raw.requests where handle is not null "
        "union select url from raw.requests where url is not null union select url from raw.account_checks "
        "where url is not null order by all",
    )
    return [str(name) for (name,) in written]


@pytest.fixture(scope="module")
def account_ids(large: Ran) -> frozenset[str]:
    """Every account id of the release, whatever the table and the column."""
    path = database(large.release)
    columns = ask(
        path,
        "select table_name, column_name from duckdb_columns() "
        "where schema_name = 'marts' and column_name like '%account_id'",
    )
    assert len(columns) > 8
    parts = [f'select "{column}" from marts.{table}' for table, column in columns]
    return frozenset(found for (found,) in ask(path, " union ".join(parts)) if found)


def spellings(name: str) -> set[str]:
    """A name as written, and as somebody might tidy it up."""
    tidied = unicodedata.normalize("NFKC", name).strip().casefold().removeprefix("@")
    return {name, name.strip(), name.lower(), tidied, f"@{tidied}"}


def messages(name: str, separators: tuple[str, ...]) -> Iterator[bytes]:
    """What might have been hashed: the name alone, and with each platform before or after it."""
    for spelling in spellings(name):
        yield spelling.encode()
        for platform in PLATFORMS:
            for separator in separators:
                yield f"{platform}{separator}{spelling}".encode()
                yield f"{spelling}{separator}{platform}".encode()


def test_the_right_key_gives_every_id(names: list[str], account_ids: frozenset[str]) -> None:
    key = ACCOUNT_KEY.encode()
    assert len(account_ids) > 90_000
    assert account_ids <= {account_id(key, platform, name) for name in names for platform in PLATFORMS}


def test_the_whole_dictionary_without_the_key_gives_none(names: list[str], account_ids: frozenset[str]) -> None:
    # The house's own message, which is public, and the name alone: hashed plainly, without a key, with a wrong one.
    wanted = {bytes.fromhex(found) for found in account_ids}
    tidied = {normalise_handle(name) for name in names} | {name.strip() for name in names}
    for prefix in ("", *(f"{platform}\x1f" for platform in PLATFORMS)):
        texts = [f"{prefix}{name}".encode() for name in tidied]
        assert wanted.isdisjoint(sha256(text).digest() for text in texts)
        assert wanted.isdisjoint(hmac.digest(b"", text, "sha256") for text in texts)
        assert wanted.isdisjoint(hmac.digest(b"test-key", text, "sha256") for text in texts)


@pytest.mark.parametrize("digest", DIGESTS)
def test_no_usual_digest_of_any_usual_form_gives_one(
    names: list[str], account_ids: frozenset[str], digest: str
) -> None:
    # A form that were used would be used for all, so a part of the dictionary finds it.
    every = {DIGESTS[digest](text) for name in names[::1000] for text in messages(name, SEPARATORS)}
    assert len(every) > 50_000
    assert not every & account_ids
    assert not {found[:32] for found in every} & {found[:32] for found in account_ids}


def test_no_obvious_key_gives_one(names: list[str], account_ids: frozenset[str], large: Ran) -> None:
    # What stands in the release is known to everyone: ids of releases and platforms would be poor keys.
    digest = sha256(ACCOUNT_KEY.encode()).hexdigest()
    keys = [*OBVIOUS_KEYS, *large.releases, *PLATFORMS, digest, ACCOUNT_KEY[:16]]
    for key in (key.encode() for key in keys):
        texts = (text for name in names[::2000] for text in messages(name, ("\x1f", ":")))
        assert not {hmac.digest(key, text, "sha256").hex() for text in texts} & account_ids


def test_no_other_column_holds_a_plain_digest_of_a_name(names: list[str], large: Ran) -> None:
    path = database(large.release)
    columns = ask(
        path,
        "select table_name, column_name from duckdb_columns() where schema_name = 'marts' and data_type = 'VARCHAR'",
    )
    parts = [
        f"""select "{column}" from marts.{table} where regexp_full_match("{column}", '[0-9a-fA-F]{{16,128}}')"""
        for table, column in columns
    ]
    found = {str(text).lower() for (text,) in ask(path, " union ".join(parts))}
    assert len(found) > 90_000
    for digest in DIGESTS.values():
        assert not {digest(text) for name in names for text in (name.encode(), name.strip().lower().encode())} & found


def test_another_key_gives_other_ids(settings: Settings) -> None:
    assert settings.account_key
    assert account_id(ACCOUNT_KEY.encode(), "x", "sample") != account_id(settings.account_key.encode(), "x", "sample")
