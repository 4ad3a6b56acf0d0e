"""Row rules: can this row be read as what it says it is? One SQL expression per source.

Belongs here: empty keys, times without an offset, values off a list, counts that are no counts.
Does not: whether the row is true or new (dbt), or whether the file has the right columns (shape).

Exact forms accepted:
- time: 2025-07-01T10:00:00+05:00. A space for the T, no seconds, up to 9 decimals, and the offsets Z, +05:00, +0500
  and +05 (to 14 hours) are accepted too; the day and the time of day must exist, in a year
  from 2000 to 2099.
- date: 2025-07-01. Count: digits only, at most 12. Boolean: `true` or `false` in lower case, or empty.
- listed values: exactly as listed, or empty unless the column is required.
- reference: RQ-2025-00001. Letters and digits of ASCII and - _ . / : #, at most 64 characters, at least one of them a
  digit, and not the handle of the row. References leave the warehouse as they are: no name, no sentence may travel so.

No reason quotes a value: reasons may be told, and the row itself is kept beside its reason in the warehouse.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from orchestration.connectors.base import RAW_TEXT_LIMIT_CHARACTERS, REJECTED_TABLE, STAGED_TABLE
from orchestration.connectors.sources import Source
from orchestration.connectors.staging import quote_name, quote_text

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

VALUE_LIMIT_BYTES = 1_000_000
DAY = r"20\d{2}-\d{2}-\d{2}"
CLOCK = r"([01]\d|2[0-3]):[0-5]\d(:[0-5]\d([.]\d{1,9})?)?"
OFFSET = r"(Z|[+-](0\d|1[0-4])(:?[0-5]\d)?)"
TIME_EXAMPLE = "2025-07-01T10:00:00+05:00"
REFERENCE = "[A-Za-z0-9_./:#-]*[0-9][A-Za-z0-9_./:#-]*"
REFERENCE_LIMIT_CHARACTERS = 64
# A shorter handle may well be part of a number that means something else.
TELLING_HANDLE_CHARACTERS = 6


def reject_bad_rows(connection: "DuckDBPyConnection", source: Source) -> None:
    """Move each staged row that breaks a rule to the rejects, with the first rule it breaks and its record as JSON."""
    rejected = connection.execute(_reject_query(source)).fetchone()
    if rejected and rejected[0]:
        connection.execute(f"delete from {STAGED_TABLE} where _row in (select row_number from {REJECTED_TABLE})")


def _reject_query(source: Source) -> str:
    cases = " ".join(
        f"when {condition} then {_problem(column, reason)}" for column, condition, reason in _rules(source)
    )
    record = ", ".join(f"{quote_name(column)} := {quote_name(column)}" for column in source.columns)
    return f"""
        insert into {REJECTED_TABLE} (row_number, column_name, reason, raw_text)
        select
            _row,
            problem.column_name,
            problem.reason,
            left(cast(to_json(struct_pack({record})) as varchar), {RAW_TEXT_LIMIT_CHARACTERS})
        from (select *, case {cases} end as problem from {STAGED_TABLE})
        where problem is not null
    """


Rule = tuple[str, str, str]  # column, SQL condition that is true of a bad row, SQL text of the reason


def _rules(source: Source) -> Iterator[Rule]:
    for column in source.columns:
        yield column, f"strlen({quote_name(column)}) > {VALUE_LIMIT_BYTES}", _too_long(column)
    yield from _presence_rules(source)
    for column in source.references:
        yield from _reference_rules(source, column)
    for column in source.timestamps:
        yield from _timestamp_rules(column)
    for column in source.dates:
        yield _date_rule(column)
    for column, values in source.listed.items():
        yield _listed_rule(column, values)
    for column in source.counts:
        yield _count_rule(column)
    for column in source.booleans:
        yield _listed_rule(column, ("true", "false"))


def _presence_rules(source: Source) -> Iterator[Rule]:
    # A record that withdraws another need only say which, and when: the rest is in the record that it withdraws.
    is_given = "coalesce(is_retracted, '') <> 'true' and " if "is_retracted" in source.booleans else ""
    for column in source.required:
        is_needed = "" if column in (source.key, "recorded_at") else is_given
        yield column, f"{is_needed}{_is_blank(column)}", quote_text(f"{column} is empty")
    if source.either:
        condition = is_given + " and ".join(_is_blank(column) for column in source.either)
        reason = f"none of {', '.join(source.either)} is given: one must name the account"
        yield source.either[0], condition, quote_text(reason)


def _is_blank(column: str) -> str:
    return f"trim(coalesce({quote_name(column)}, '')) = ''"


def _reference_rules(source: Source, column: str) -> Iterator[Rule]:
    name = quote_name(column)
    is_formed = f"regexp_full_match({name}, '{REFERENCE}') and length({name}) <= {REFERENCE_LIMIT_CHARACTERS}"
    form = f"letters, digits and - _ . / : #, at most {REFERENCE_LIMIT_CHARACTERS}, one of them a digit"
    yield column, f"{name} <> '' and not ({is_formed})", _stated(column, f" is no reference: {form}")
    if "handle" in source.columns:
        handle = "ltrim(lower(trim(handle)), '@')"
        condition = f"length({handle}) >= {TELLING_HANDLE_CHARACTERS} and contains(lower({name}), {handle})"
        yield column, condition, _stated(column, " holds the handle: a reference is seen by those who may not see that")


def _timestamp_rules(column: str) -> Iterator[Rule]:
    name = quote_name(column)
    form = f"write it like {TIME_EXAMPLE}"
    yield (
        column,
        f"regexp_full_match({name}, '{DAY}([T ]{CLOCK})?')",
        _stated(column, f" has no UTC offset: {form}"),
    )
    yield (
        column,
        f"not regexp_full_match({name}, '{DAY}[T ]{CLOCK}{OFFSET}') or ({name} is not null and "
        f"try_cast({name} as timestamptz) is null)",
        _stated(column, f" is not a time with a UTC offset that exists: {form}"),
    )


def _date_rule(column: str) -> Rule:
    name = quote_name(column)
    condition = f"not regexp_full_match({name}, '{DAY}') or ({name} is not null and try_cast({name} as date) is null)"
    return column, condition, _stated(column, " is not a date that exists: write it like 2025-07-01")


def _listed_rule(column: str, values: tuple[str, ...]) -> Rule:
    allowed = ", ".join(quote_text(value) for value in values)
    return column, f"{quote_name(column)} not in ({allowed})", _stated(column, f" is not one of: {', '.join(values)}")


def _count_rule(column: str) -> Rule:
    condition = rf"not regexp_full_match({quote_name(column)}, '\d{{1,12}}')"
    return column, condition, _stated(column, " is not a whole number from 0 up, in digits only")


def _too_long(column: str) -> str:
    return quote_text(f"{column} is longer than {VALUE_LIMIT_BYTES} bytes: a quote may be missing before it")


def _stated(column: str, complaint: str) -> str:
    return quote_text(column + complaint)


def _problem(column: str, reason: str) -> str:
    return f"{{'column_name': {quote_text(column)}, 'reason': {reason}}}"
