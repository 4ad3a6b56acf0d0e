"""Features of accounts: what each called itself in the first record that named it, in comparable spellings.

Belongs here: which record speaks for an account, and the keys under which accounts are looked up.
Does not: scoring pairs (model). Everything here is fixed by an account's first record and by records before it, so that
a pair's evidence is the same whenever it is computed.

An exception to "only staging reads raw", as orchestration.accounts and orchestration.clock are: dbt reads the evidence
made here as a source, so it must be there before the first staging model. What FIRST_RECORDS reads into raw.requests
(which actions are takedowns, an account's handle or else its URL) must stay as staging reads it.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from orchestration.mirrors.names import MIN_KEY_LENGTH, Spelling, spell
from orchestration.warehouse import read_value

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

BATCH_SIZE = 20_000
MAX_ACCOUNTS_PER_KEY = 20  # from the next one on, the key says nothing about an account
FIRST_RECORDS = """
    select
        keys.account_id,
        arg_min(struct_pack(
            handle := coalesce(nullif(trim(requests.handle), ''), regexp_extract(requests.url, '([^/]+)/*$', 1)),
            display_name := requests.display_name, followers := try_cast(requests.followers_at_report as bigint),
            reported_at := cast(requests.reported_at as timestamptz)
        ), (cast(requests.recorded_at as timestamptz), requests.request_id)) as first,
        min((cast(requests.recorded_at as timestamptz), requests.request_id)) as recorded
    from raw.requests as requests
    inner join raw.account_keys as keys
        on requests.platform = keys.platform
        and coalesce(nullif(trim(requests.handle), ''), requests.url) = keys.handle
    where requests.requested_action in ('suspend', 'restrict')
        and cast(requests.recorded_at as timestamptz) <= (select as_of from raw.clock)
    group by keys.account_id
"""
# One row per account. unique_id sorts as pairs are ordered: by first report, then account id.
ACCOUNTS = f"""
    select
        strftime(first.reported_at, '%Y%m%d%H%M%S%f') || '-' || account_id as unique_id,
        account_id, first.handle, first.display_name, first.followers,
        row_number() over (order by recorded) as record_number
    from ({FIRST_RECORDS}) as accounts
    order by record_number
"""
# Keys of an account, less those that MAX_ACCOUNTS_PER_KEY accounts recorded before it have too.
KEPT_KEYS = f"""
    select record_number, list(key order by key) filter (where place <= {MAX_ACCOUNTS_PER_KEY}) as block_keys,
        count(*) filter (where place > {MAX_ACCOUNTS_PER_KEY}) as dropped_key_count
    from (
        select record_number, key, row_number() over (partition by key order by record_number) as place
        from (select distinct record_number, unnest(keys) as key from spelled_accounts)
    )
    group by record_number
"""


ACCOUNTS_WITH_FORMS = f"""
    select named_accounts.*, spelled.* exclude (record_number, keys),
        row_number() over (partition by handle_core order by record_number) as handle_place,
        row_number() over (partition by display_core order by record_number) as display_place,
        coalesce(block_keys, []) as block_keys, coalesce(dropped_key_count, 0) as dropped_key_count
    from named_accounts
    inner join spelled_accounts as spelled using (record_number)
    left join ({KEPT_KEYS}) as kept using (record_number)
    order by record_number
"""
TEXTS = ("letters", "core", "sorted", "sound", "numbers")
SPELLED_SCHEMA = pa.schema(
    [
        ("record_number", pa.int64()),
        *((f"{name}_{text}", pa.string()) for name in ("handle", "display") for text in TEXTS),
        *((f"{name}_words", pa.list_(pa.string())) for name in ("handle", "display")),
        *((f"{name}_is_{what}", pa.bool_()) for name in ("handle", "display") for what in ("generic", "romanised")),
        ("is_display_of_handle", pa.bool_()),
        ("keys", pa.list_(pa.string())),
    ]
)


def prepare_features(connection: "DuckDBPyConnection") -> None:
    """Make the temporary table `mirror_accounts`: one row per account named in a takedown request by the clock."""
    connection.execute(f"create or replace temp table named_accounts as {ACCOUNTS}")
    _spell_in_batches(connection)
    connection.execute(f"create or replace temp table mirror_accounts as {ACCOUNTS_WITH_FORMS}")
    connection.execute("drop table spelled_accounts")
    connection.execute("drop table named_accounts")


def _spell_in_batches(connection: "DuckDBPyConnection") -> None:
    """Make the temporary table `spelled_accounts`; a batch at a time, so that memory does not grow with the log."""
    connection.register("spelled_batch", SPELLED_SCHEMA.empty_table())
    connection.execute("create or replace temp table spelled_accounts as select * from spelled_batch")
    for first in range(1, int(read_value(connection, "select count(*) from named_accounts")) + 1, BATCH_SIZE):
        named = connection.execute(
            "select record_number, handle, display_name from named_accounts "
            "where record_number >= $first and record_number < $first + $size order by record_number",
            {"first": first, "size": BATCH_SIZE},
        ).fetchall()
        connection.register("spelled_batch", pa.Table.from_pylist(list(spelled_accounts(named)), SPELLED_SCHEMA))
        connection.execute("insert into spelled_accounts select * from spelled_batch")
    connection.unregister("spelled_batch")


def spelled_accounts(named: list[tuple[int, str | None, str | None]]) -> Iterator[dict[str, Any]]:
    """For each (number, handle, display name): the forms that are compared, None for what is missing, and the keys."""
    for record_number, handle, display_name in named:
        handle_spelling, display_spelling = spell(handle or ""), spell(display_name or "")
        yield {
            "record_number": record_number,
            **_columns("handle", handle_spelling),
            **_columns("display", display_spelling),
            "is_display_of_handle": _repeats(display_spelling, handle_spelling),
            "keys": [*_keys("handle", handle_spelling), *_keys("display", display_spelling)],
        }


def _columns(prefix: str, spelling: Spelling) -> dict[str, Any]:
    in_order = " ".join(sorted(spelling.core_words))
    values = (spelling.letters, spelling.core_letters, in_order, spelling.sound, spelling.numbers)
    columns: dict[str, Any] = {f"{prefix}_{text}": value or None for text, value in zip(TEXTS, values, strict=True)}
    columns[f"{prefix}_numbers"] = spelling.numbers
    return columns | {
        f"{prefix}_words": list(spelling.core_words) or None,
        f"{prefix}_is_generic": spelling.is_generic,
        f"{prefix}_is_romanised": spelling.is_romanised,
    }


def _repeats(display: Spelling, handle: Spelling) -> bool:
    """Does the display name say nothing that the handle does not?"""
    return set(handle.core_words) <= set(display.core_words) or handle.core_letters == display.core_letters


def _keys(prefix: str, spelling: Spelling) -> list[str]:
    """The keys that an account is looked up under; two accounts with none in common are never compared."""
    words = spelling.core_words
    shorter = [words[1:], words[:-1]] if len(words) > 2 else []
    texts = {
        *(("letters", letters) for letters in (spelling.letters, spelling.core_letters)),
        *(("words", " ".join(sorted(some))) for some in (words, *shorter)),
        ("sound", spelling.sound),
    }
    return sorted(f"{prefix} {kind}: {text}" for kind, text in texts if len(text) >= MIN_KEY_LENGTH)
