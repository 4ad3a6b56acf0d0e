"""Pseudonyms: one account has one id however its handle is written, and nobody without the key can make it."""

import csv
import re
import stat
from dataclasses import replace
from pathlib import Path

import duckdb
import pytest

from orchestration.accounts import account_id, account_key, normalise_handle, write_account_keys
from orchestration.raw_tables import create_raw_tables
from orchestration.settings import Settings
from orchestration.warehouse import connect

KEY = b"test-key"
# HMAC-SHA256 of "x", a unit separator and "somebody": ids are compared between releases, so they may never change.
SOMEBODY_ON_X = "5a6de7ceaeb1b0807e5103a62b0db83441b65c67104b0071aa0c00911c807fd1"


@pytest.mark.parametrize(
    ("written", "handle"),
    [
        ("@Somebody", "somebody"),
        ("  somebody\t", "somebody"),
        ("SOMEBODY", "somebody"),
        ("ｓｏｍｅｂｏｄｙ", "somebody"),  # full width, as an input method for Chinese writes it
        ("ﬁsh", "fish"),  # a ligature
        ("STRASSE", "strasse"),
        ("straße", "strasse"),
        ("＠somebody", "somebody"),
        ("ﻣﺮﺣﺒﺎ", "مرحبا"),  # presentation forms, as a PDF gives them
        ("sample_🦊", "sample_🦊"),
        ("some@body", "some@body"),
        ("@", ""),
    ],
)
def test_one_handle_has_one_spelling(written: str, handle: str) -> None:
    assert normalise_handle(written) == handle


def test_composed_and_decomposed_letters_are_the_same() -> None:
    assert normalise_handle("jose\u0301") == normalise_handle("jos\u00e9")


def test_other_accounts_have_other_ids() -> None:
    ids = {account_id(KEY, platform, handle) for platform in ("x", "facebook") for handle in ("a", "b", "a_b")}
    assert len(ids) == 6
    assert all(re.fullmatch("[0-9a-f]{64}", found) for found in ids)


def test_platform_and_handle_do_not_run_into_each_other() -> None:
    assert account_id(KEY, "x", "yz") != account_id(KEY, "xy", "z")


def test_another_key_gives_other_ids() -> None:
    assert account_id(KEY, "x", "somebody") != account_id(b"another-key", "x", "somebody")


def test_the_id_is_the_one_of_earlier_releases() -> None:
    assert account_id(KEY, "x", "@Somebody") == SOMEBODY_ON_X


def test_the_key_of_the_environment_is_used_and_no_file_made(settings: Settings) -> None:
    assert account_key(settings) == KEY
    assert not settings.account_key_file.exists()


def test_without_one_a_key_file_is_made_that_only_the_owner_reads(settings: Settings) -> None:
    settings = replace(settings, account_key=None)
    key = account_key(settings)
    assert stat.S_IMODE(settings.account_key_file.stat().st_mode) == 0o600
    assert len(key) == 64
    assert account_key(settings) == key, "it is kept"
    assert account_key(replace(settings, home=settings.home / "other")) != key, "each home has its own"


def test_a_key_written_by_hand_is_read_without_its_newline(settings: Settings) -> None:
    settings.home.mkdir(parents=True)
    settings.account_key_file.write_text("by hand\n")
    assert account_key(replace(settings, account_key=None)) == b"by hand"


def keys_of(settings: Settings, requests: list[tuple[str, str | None, str | None]]) -> dict[tuple[str, str], str]:
    """The account ids of requests (platform, handle, url), by platform and name as written."""
    with connect(settings.warehouse) as connection:
        create_raw_tables(connection)
        connection.executemany("insert into raw.requests (platform, handle, url) values (?, ?, ?)", requests)
        assert write_account_keys(connection, settings) == len({(p, h or u) for p, h, u in requests if h or u})
        rows = connection.execute("select platform, handle, account_id from raw.account_keys").fetchall()
    return {(platform, handle): found for platform, handle, found in rows}


def test_the_former_name_of_a_platform_is_the_platform(settings: Settings) -> None:
    ids = keys_of(settings, [("Twitter", "@A", None), ("X", "a", None), ("x ", "A ", None), ("Facebook", "a", None)])
    assert len(ids) == 4
    assert len(set(ids.values())) == 2
    assert ids["Twitter", "@A"] == ids["X", "a"] == ids["x ", "A"] == account_id(KEY, "x", "a")


def test_what_has_no_handle_is_known_by_its_url(settings: Settings) -> None:
    ids = keys_of(settings, [("X", None, "https://x.example/1"), ("X", None, None)])
    assert ids == {("X", "https://x.example/1"): account_id(KEY, "x", "https://x.example/1")}


def test_an_unknown_platform_gets_ids_of_its_own(settings: Settings) -> None:
    ids = keys_of(settings, [("Orkut", "a", None), ("X", "a", None)])
    assert len(set(ids.values())) == 2


def test_accounts_that_were_only_checked_have_ids_too(settings: Settings) -> None:
    with connect(settings.warehouse) as connection:
        create_raw_tables(connection)
        connection.execute("insert into raw.account_checks (platform, handle) values ('X', 'checked')")
        assert write_account_keys(connection, settings) == 1
        assert write_account_keys(connection, settings) == 1, "it is filled anew, not added to"


def test_every_platform_label_is_written_as_it_is_looked_up(settings: Settings) -> None:
    path: Path = settings.seeds / "platform_labels.csv"
    with path.open(encoding="utf-8", newline="") as file:
        labels = [row["label"] for row in csv.DictReader(file)]
    assert "twitter" in labels
    assert [label for label in labels if label != label.strip().lower()] == []
    assert len(labels) == len(set(labels))


def test_ids_do_not_depend_on_the_order_of_rows(settings: Settings, tmp_path: Path) -> None:
    requests: list[tuple[str, str | None, str | None]] = [("X", "b", None), ("X", "a", None), ("Twitter", "B", None)]
    assert keys_of(settings, requests) == keys_of(replace(settings, home=tmp_path / "other"), requests[::-1])


def test_the_table_is_readable_by_duckdb(settings: Settings) -> None:
    keys_of(settings, [("X", "a", None)])
    with duckdb.connect(str(settings.warehouse), read_only=True) as connection:
        types = connection.execute(
            "select column_name, data_type from duckdb_columns() where table_name = 'account_keys'"
        )
        assert dict(types.fetchall()) == {"platform": "VARCHAR", "handle": "VARCHAR", "account_id": "VARCHAR"}
