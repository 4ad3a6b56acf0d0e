"""The deterministic sample: source-shaped files made in DuckDB SQL, calibrated to MODEL section 5.

Belongs here: which files are written and how. What is in them is said by sample_sql/*.sql, in the order of the names.
Every name and handle is invented; every file name begins with `synthetic-`.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import duckdb

SQL_DIR = Path(__file__).resolve().parent / "sample_sql"
DEFAULT_SEED = 20250815
DEFAULT_SCENARIO = "cooperative-telegram"
SCENARIOS = (DEFAULT_SCENARIO, "look-alikes")  # the second: mirrors in heavier disguise, and decoys
REPLICAS_PER_FILE = 1000  # keeps sorting in memory at any scale
COPY_OPTIONS = {
    "csv": "format csv, header",
    "jsonl": "format json",
    "parquet": "format parquet",
}
SOURCES = ("requests", "responses", "account_checks", "complaints", "engagements", "mirror_reviews")
BYTE_ORDER_MARK = b"\xef\xbb\xbf"
COPY_CHUNK_BYTES = 1 << 22


@dataclass(frozen=True)
class SampleReport:
    """What was written: the files in order of their paths, and how many records each source got (headers apart)."""

    files: tuple[Path, ...]
    row_counts: dict[str, int]


@dataclass(frozen=True)
class Delivery:
    """One file to write: the records of `name` for the replicas first to last - 1."""

    source: str
    name: str
    file_format: str
    quirk: str | None
    first_replica: int
    last_replica: int
    path: Path


class SampleFaultError(RuntimeError):
    """The sample could not be written: a full disk, or a folder that may not be written to."""


def write_sample(
    landing: Path,
    *,
    scale: int = 1,
    seed: int = DEFAULT_SEED,
    scenario: str = DEFAULT_SCENARIO,
    threads: int | None = None,
) -> SampleReport:
    """Write `landing/<source>/synthetic-<source>-*` for the six landing sources, replacing an earlier sample there.

    The same scale, seed and scenario give the same bytes, whatever the threads. At scale N the calibrated figures are N
    times those of MODEL section 5; engagements are not multiplied. Raises ValueError when scale is below 1, seed
    negative or the scenario unknown.
    """
    if scale < 1 or seed < 0:
        raise ValueError(f"scale={scale}, seed={seed}: the sample needs a scale of at least 1 and a seed of at least 0")
    with duckdb.connect(config={"threads": threads} if threads else {}) as connection, _told(landing):
        _make_world(connection, seed, scenario)
        _remove_earlier_sample(connection, landing)
        written = [(delivery, _write(connection, delivery)) for delivery in _plan(connection, landing, scale)]
        meetings_path = landing / "engagements" / "synthetic-engagements.xlsx"
        row_counts = {"engagements": _write_engagements(connection, meetings_path)}
    for delivery, row_count in written:
        row_counts[delivery.source] = row_counts.get(delivery.source, 0) + row_count
    paths = [meetings_path, *(delivery.path for delivery, _ in written)]
    return SampleReport(files=tuple(sorted(paths)), row_counts=dict(sorted(row_counts.items())))


@contextmanager
def _told(landing: Path) -> Iterator[None]:
    try:
        yield
    except duckdb.Error as error:
        raise SampleFaultError(f"the sample could not be written to {landing}: {error}") from error


def _remove_earlier_sample(connection: duckdb.DuckDBPyConnection, landing: Path) -> None:
    """Remove what a sample of any scale or scenario wrote, by name: what others put beside it is not ours to lose."""
    named = connection.execute("select source, delivery, file_format from any_delivery").fetchall()
    for source, name, file_format in named:
        for part in ("", "-part[0-9][0-9][0-9][0-9]"):
            for path in (landing / source).glob(f"{_stem(source, name)}{part}.{file_format}"):
                path.unlink()


def is_of_sample(source: str, name: str) -> bool:
    """Whether a file of a source's landing folder is called as those of a sample are."""
    return name.startswith(f"synthetic-{source}")


def _stem(source: str, name: str) -> str:
    return f"synthetic-{source}-{name}"


def true_mirrors(*, seed: int = DEFAULT_SEED, scenario: str = DEFAULT_SCENARIO) -> list[tuple[str, str, str, str]]:
    """Which account of the sample succeeds which: (platform, handle) of the predecessor, then of the successor.

    No file of the landing folder says so: whoever looks for mirrors is measured by this.
    """
    with duckdb.connect() as connection:
        _make_world(connection, seed, scenario)
        return connection.execute(
            "select former.platform, former.handle, latter.platform, latter.handle from account as latter "
            "inner join account as former on latter.predecessor_no = former.account_no order by latter.account_no"
        ).fetchall()


def _make_world(connection: duckdb.DuckDBPyConnection, seed: int, scenario: str) -> None:
    if scenario not in SCENARIOS:
        raise ValueError(f"scenario {scenario!r} is not known: choose one of {', '.join(SCENARIOS)}")
    connection.execute(f"set variable seed = cast({seed:d} as bigint)")
    connection.execute(f"set variable scenario = '{scenario}'")
    for step in sorted(SQL_DIR.glob("*.sql")):
        connection.execute(step.read_text(encoding="utf-8"))


def _plan(connection: duckdb.DuckDBPyConnection, landing: Path, scale: int) -> Iterator[Delivery]:
    planned = connection.execute("select source, delivery, file_format, quirk from delivery_plan").fetchall()
    for source, name, file_format, quirk in planned:
        for first in range(0, scale, REPLICAS_PER_FILE):
            part = f"-part{first // REPLICAS_PER_FILE + 1:04d}" if scale > REPLICAS_PER_FILE else ""
            path = landing / source / f"{_stem(source, name)}{part}.{file_format}"
            yield Delivery(source, name, file_format, quirk, first, min(first + REPLICAS_PER_FILE, scale), path)


def _write(connection: duckdb.DuckDBPyConnection, delivery: Delivery) -> int:
    """Write one file and give the number of its records."""
    delivery.path.parent.mkdir(parents=True, exist_ok=True)
    plain_path = delivery.path.with_suffix(".plain") if delivery.quirk else delivery.path
    quoted_path = str(plain_path).replace("'", "''")
    copied = connection.execute(
        f"""copy (
            select * exclude (replica, position)
            from {delivery.source}_rows('{delivery.name}', {delivery.first_replica}, {delivery.last_replica})
            order by replica, position
        ) to '{quoted_path}' ({COPY_OPTIONS[delivery.file_format]})"""
    ).fetchone()
    if delivery.quirk:
        _add_quirk(plain_path, delivery.path, delivery.quirk)
    return int(copied[0]) if copied else 0


def _add_quirk(plain_path: Path, path: Path, quirk: str) -> None:
    """Rewrite a file as other programs would have saved it, which DuckDB's writer cannot."""
    with plain_path.open("rb") as plain, path.open("wb") as target:
        if quirk == "byte order mark":
            target.write(BYTE_ORDER_MARK)
        while chunk := plain.read(COPY_CHUNK_BYTES):
            target.write(chunk.replace(b"\n", b"\r\n") if quirk == "carriage returns" else chunk)
    plain_path.unlink()


def _write_engagements(connection: duckdb.DuckDBPyConnection, path: Path) -> int:
    """Write the meetings as a workbook whose bytes do not depend on the day; gives the number of meetings."""
    import xlsxwriter  # only here: importing the module must stay cheap

    meetings = connection.execute("select * from engagements_rows order by engagement_id")
    header = [column[0] for column in meetings.description]
    rows = meetings.fetchall()
    path.parent.mkdir(parents=True, exist_ok=True)
    with xlsxwriter.Workbook(str(path), {"strings_to_formulas": False, "strings_to_urls": False}) as workbook:
        workbook.set_properties({"created": datetime(2025, 8, 15, tzinfo=UTC)})
        sheet = workbook.add_worksheet("engagements")
        for number, row in enumerate([header, *rows]):
            sheet.write_row(number, 0, row)
    return len(rows)
