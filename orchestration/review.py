"""Review: candidate mirrors go out to a person as a sheet with names, and verdicts come back as a landing file.

Belongs here: which candidates, what a person needs to see of them, and every check on what comes back. Does not: files
and cells (review_sheets), or what a verdict changes (the models). Who reviewed is kept nowhere.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING

from orchestration.clock import end_of_log
from orchestration.connectors.sources import MIRROR_REVIEWS, VERDICTS
from orchestration.review_sheets import SheetRow, csv_bytes, read_sheet, unguard, write_private, write_sheet
from orchestration.settings import Settings
from orchestration.warehouse import connect, read_value

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

PAIR = ("predecessor_account_id", "successor_account_id")
ACCOUNTS = ("predecessor_platform", "predecessor_handle", "successor_platform", "successor_handle")
EARLIER = "earlier_review_id"
REAPPEARED = "reappeared_at"
TO_FILL_IN = ("verdict", "reviewed_at")
NEEDED = (*PAIR, *ACCOUNTS, EARLIER, *TO_FILL_IN)
PROBLEMS_SHOWN_COUNT = 10
Candidates = dict[tuple[str, ...], dict[str, str]]  # by the account ids of the pair
# Times as days, which is what a person needs; `reappeared_at` stays behind as the last column, for checking.
CANDIDATES = f"""
    select
        predecessor_account_id, successor_account_id, format('{{:.4f}}', match_probability) as match_probability,
        columns('(predecessor|successor)_(platform|handle|display_name|url|group|followers)'),
        strftime(blocked_at, '%Y-%m-%d') as blocked_on, strftime(reappeared_at, '%Y-%m-%d') as reappeared_on,
        days_to_reappearance, evidence, review_status,
        strftime(earlier_reviewed_at, '%Y-%m-%d') as earlier_reviewed_on, {EARLIER},
        '' as verdict, '' as reviewed_at, strftime(reappeared_at, '%Y-%m-%dT%H:%M:%S.%fZ') as {REAPPEARED}
    from intermediate.int_mirrors__candidates
    where review_status = 'unreviewed' or $is_all
    order by int_mirrors__candidates.match_probability desc, predecessor_account_id, successor_account_id
"""


class ReviewError(RuntimeError):
    """Candidates cannot be exported, or verdicts cannot be taken in; nothing was written."""


@dataclass(frozen=True)
class Imported:
    """What came of a sheet: the landing file, None where there was nothing new to write, and counts of its rows.

    `counted_from` is the first day that a build must be as of to know of them; None where any build does.
    """

    path: Path | None
    counted_from: date | None
    verdict_count: int
    blank_count: int
    known_count: int


def run_review(settings: Settings, export_path: str | None, import_path: str | None, *, is_all: bool) -> Iterator[str]:
    """Export or import, whichever path is given; yields what to tell the person at the terminal."""
    if export_path:
        count = export_candidates(settings, Path(export_path), is_all=is_all)
        yield f"{export_path}: {count:,} candidates, likeliest first; fill in verdict: {', '.join(VERDICTS)}"
        yield "RESTRICTED: it holds handles, names and URLs. Keep it off shared folders and mail; delete it after use."
    elif import_path:
        done = import_verdicts(settings, Path(import_path))
        counts = f"{done.verdict_count:,} verdicts, {done.blank_count:,} rows left blank"
        yield f"{counts}, {done.known_count:,} taken in before"
        if done.path:
            yield from _say_how_to_count(done.path, done.counted_from)


def _say_how_to_count(path: Path, counted_from: date | None) -> Iterator[str]:
    if counted_from is None:
        yield f"{path}: run `takedown build` to have them counted"
    else:
        yield f"{path}: run `takedown build --as-of {counted_from}` to have them counted"
        yield f"The log ends before {counted_from}: without --as-of, a build is as of its end and knows none of them"


def export_candidates(settings: Settings, path: Path, *, is_all: bool = False) -> int:
    """Write the candidates that nobody has reviewed, or all, likeliest first, to a new file that holds names.

    Returns how many. Raises ReviewError before a build, or where names would be published or landed with it, and
    SheetError when the file is there already.
    """
    place = path.resolve()
    for folder in (settings.releases, settings.site, settings.landing):
        if place.is_relative_to(folder.resolve()):
            raise ReviewError(f"{path} lies in {folder}, and names belong neither there nor in it: name another place")
    columns, rows = _candidates(settings, is_all=is_all)
    write_sheet(place, columns[:-1], [row[:-1] for row in rows])
    return len(rows)


def import_verdicts(settings: Settings, path: Path) -> Imported:
    """Check every row of a sheet that was filled in, and write its verdicts as one file of the landing folder.

    Rows without a verdict are passed over and counted, and so are verdicts that were taken in before. Raises
    ReviewError naming every row that cannot be taken, and then nothing is written.
    """
    if not path.is_file():
        raise ReviewError(f"{path} is not there: export candidates first with `takedown review --export FILE`")
    rows = read_sheet(path)
    columns, candidates = _candidates(settings, is_all=True)
    known = {row[:2]: dict(zip(columns, row, strict=True)) for row in candidates}
    problems = list(_missing_columns(rows)) or list(_all_problems(rows, known, settings.now))
    if problems:
        more = f"; and {len(problems) - PROBLEMS_SHOWN_COUNT} more" if len(problems) > PROBLEMS_SHOWN_COUNT else ""
        shown = "; ".join(problems[:PROBLEMS_SHOWN_COUNT])
        raise ReviewError(f"{path}: {shown}{more}. Nothing was taken in: correct the rows and import again")
    filled = [row for row in rows if row.cells["verdict"]]
    recorded, is_synthetic = _recorded(settings)
    records = [_record(row, known[_pair(row)], settings.now) for row in filled if review_id(row) not in recorded]
    written = _write_landing(settings, records, is_synthetic=is_synthetic) if records else None
    new_count = len(records) if written else 0
    counted_from = _counted_from(settings) if written else None
    return Imported(written, counted_from, new_count, len(rows) - len(filled), len(filled) - new_count)


def review_id(row: SheetRow) -> str:
    """The key of a verdict: the same for the same verdict on the same pair after the same earlier one."""
    said = "\x1f".join(row.cells[column] for column in (*PAIR, EARLIER, *TO_FILL_IN))
    return f"RV-{sha256(said.encode()).hexdigest()[:24]}"


def _candidates(settings: Settings, *, is_all: bool) -> tuple[tuple[str, ...], list[tuple[str, ...]]]:
    with connect(settings.warehouse, read_only=True) as connection:
        _require_built(connection)
        found = connection.execute(CANDIDATES, {"is_all": is_all})
        columns = tuple(column[0] for column in found.description)
        return columns, [tuple("" if value is None else str(value) for value in row) for row in found.fetchall()]


def _require_built(connection: "DuckDBPyConnection") -> None:
    tables = "select count(*) from duckdb_tables() where table_name = 'int_mirrors__candidates'"
    if not read_value(connection, tables):
        raise ReviewError("no candidates have been computed yet: run `takedown build` first")


def _missing_columns(rows: list[SheetRow]) -> Iterator[str]:
    absent = [column for column in NEEDED if rows and column not in rows[0].cells]
    if absent:
        yield f"row 1: column {', '.join(absent)} is missing, which was exported"


def _all_problems(rows: list[SheetRow], known: Candidates, now: datetime) -> Iterator[str]:
    for row in rows:
        yield from _problems(row, known, now)
    filled = [row for row in rows if row.cells["verdict"]]
    for pair, count in Counter(map(_pair, filled)).items():
        if count > 1:
            numbers = ", ".join(str(row.number) for row in filled if _pair(row) == pair)
            yield f"rows {numbers}: the same pair more than once"


def _problems(row: SheetRow, known: Candidates, now: datetime) -> Iterator[str]:
    verdict, moment = row.cells["verdict"], row.cells["reviewed_at"]
    if not verdict:
        if moment:
            yield f"row {row.number}: reviewed_at is given and the verdict is not"
        return
    if verdict not in VERDICTS:
        yield f"row {row.number}: the verdict is not one of {', '.join(VERDICTS)}, in lower case"
    exported = known.get(_pair(row))
    if exported is None:
        yield f"row {row.number}: the pair is not among the candidates of this warehouse"
    elif any(row.cells[column] != unguard(exported[column].strip()).strip() for column in ACCOUNTS):
        yield f"row {row.number}: platform or handle is not the one that was exported for these account ids"
    reviewed_at = _read_moment(moment) if moment else now
    if reviewed_at is None or reviewed_at > now:
        yield f"row {row.number}: reviewed_at is not a past time such as 2025-10-31T12:00:00+05:00, nor empty for now"
    elif exported and reviewed_at < datetime.fromisoformat(exported[REAPPEARED]):
        yield f"row {row.number}: reviewed_at is before the successor was first reported, {exported[REAPPEARED]}"


def _read_moment(text: str) -> datetime | None:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo is not None else None


def _recorded(settings: Settings) -> tuple[set[str], bool]:
    """Keys of reviews that were landed, and whether it is a synthetic log that they are about."""
    with connect(settings.warehouse, read_only=True) as connection:
        found = connection.execute("select distinct review_id from raw.mirror_reviews").fetchall()
        synthetic = "select coalesce(bool_or(is_synthetic), false) from raw._batches where source = 'requests'"
        return {str(key) for (key,) in found}, bool(read_value(connection, synthetic))


def _counted_from(settings: Settings) -> date | None:
    """The day of the verdicts, where the log that they are about ends before it."""
    with connect(settings.warehouse, read_only=True) as connection:
        return settings.now.date() if end_of_log(connection, settings.now) < settings.now else None


def _write_landing(settings: Settings, records: list[list[str]], *, is_synthetic: bool) -> Path | None:
    """Write the landing file; None where these very verdicts wait there already."""
    folder = settings.landing / MIRROR_REVIEWS.name
    folder.mkdir(parents=True, exist_ok=True)
    digest = sha256("\n".join(sorted(record[0] for record in records)).encode()).hexdigest()[:8]
    if list(folder.glob(f"*review-*-{digest}.csv")):
        return None
    # Verdicts about the sample are as synthetic as the sample: the gate lets no real record in beside it.
    name = f"{'synthetic-' if is_synthetic else ''}review-{settings.now:%Y-%m-%dT%H%M%SZ}-{digest}.csv"
    unfinished = folder / f"{name}.tmp"
    unfinished.unlink(missing_ok=True)
    write_private(unfinished, csv_bytes(MIRROR_REVIEWS.columns, records))
    return unfinished.replace(folder / name)


def _record(row: SheetRow, exported: dict[str, str], now: datetime) -> list[str]:
    accounts = [exported[column] for column in ACCOUNTS]
    moment = row.cells["reviewed_at"] or now.isoformat()
    return [review_id(row), *accounts, row.cells["verdict"], moment, now.isoformat(), "false"]


def _pair(row: SheetRow) -> tuple[str, ...]:
    return tuple(row.cells[column] for column in PAIR)
