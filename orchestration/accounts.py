"""Pseudonyms: every account as written gets a keyed id, so that marts need no handle.

Belongs here: the key, the normalisation of handles, and `raw.account_keys`.
Does not: finding out that two handles are one actor (that is matching, and never certain).
"""

import csv
import hmac
import os
import secrets
import unicodedata
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from orchestration.settings import Settings

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# A handle where there is one, else the URL: a post or video may be reported by URL alone.
NAMED_ACCOUNTS = """
    select distinct platform, coalesce(nullif(trim(handle), ''), url) as handle from (
        select platform, handle, url from raw.requests
        union all
        select platform, handle, url from raw.account_checks
        union all
        select predecessor_platform, predecessor_handle, null from raw.mirror_reviews
        union all
        select successor_platform, successor_handle, null from raw.mirror_reviews
    ) where platform is not null and coalesce(nullif(trim(handle), ''), url) is not null
    order by all
"""


def account_key(settings: Settings) -> bytes:
    """The secret behind account ids: TAKEDOWN_ACCOUNT_KEY, else the key file in the home folder, made if absent.

    Lose it and the ids of the next release match no earlier one; publish it and handles can be guessed from ids.
    """
    if settings.account_key:
        return settings.account_key.encode()
    path = settings.account_key_file
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(32))
    return path.read_text().strip().encode()


def normalise_handle(handle: str) -> str:
    """The spelling that one account's handle has whoever wrote it: NFKC, no case, no leading @, no outer blanks.

    In a URL, which names an account where there is no handle, case can tell one object from another and stays.
    """
    if "://" in handle:
        return handle.strip()
    return unicodedata.normalize("NFKC", handle).strip().casefold().removeprefix("@")


def account_id(key: bytes, platform_id: str, handle: str) -> str:
    """Keyed HMAC-SHA256 of platform and normalised handle, 64 hex digits (MODEL section 3)."""
    message = f"{platform_id}\x1f{normalise_handle(handle)}".encode()
    return hmac.new(key, message, sha256).hexdigest()


def write_account_keys(connection: "DuckDBPyConnection", settings: Settings) -> int:
    """Fill `raw.account_keys` anew from every account named in raw; returns how many spellings it holds."""
    key = account_key(settings)
    platform_ids = _platform_ids(settings.seeds / "platform_labels.csv")
    named = connection.execute(NAMED_ACCOUNTS).fetchall()
    keys = pa.table(
        {
            "platform": pa.array([platform for platform, _ in named], pa.string()),
            "handle": pa.array([handle for _, handle in named], pa.string()),
            "account_id": pa.array([account_id(key, _identify(p, platform_ids), h) for p, h in named], pa.string()),
        }
    )
    connection.register("named_account_keys", keys)
    connection.execute("create or replace table raw.account_keys as select * from named_account_keys")
    connection.unregister("named_account_keys")
    return len(named)


def _identify(label: str, platform_ids: dict[str, str]) -> str:
    # An unknown label gets ids of its own here, and dbt's test every_label_is_known stops the build by name.
    cleaned = label.strip().lower()
    return platform_ids.get(cleaned, cleaned)


def _platform_ids(labels: Path) -> dict[str, str]:
    with labels.open(newline="", encoding="utf-8") as file:
        return {row["label"]: row["platform_id"] for row in csv.DictReader(file)}
