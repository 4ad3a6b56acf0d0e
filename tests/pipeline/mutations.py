"""Published CSV files, damaged on purpose: what may become of their figures, and what never may.

Belongs here: the mutations (a column dropped, renamed, swapped; a row or the end cut off; bytes flipped) and their law.
Does not: any publisher's file (the tests of its reader bring it).

The law: a damaged file is refused, or each of its figures is one of the undamaged file, under the same name, place and
period; only a record whose own bytes were flipped may say something new, and then only what stands in it, and only
while it has as many fields as a record should. (A digit flipped within a figure is a figure that no reader can doubt:
the register of known files does.)
"""

import csv
import io
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path

from hypothesis import event
from hypothesis import strategies as st

from orchestration.connectors.base import REPORT_COLUMNS, ReportRows, SourceDrift

Reader = Callable[[Path, date], ReportRows]
Records = list[list[str]]
Said = tuple[str | None, ...]
SAID = tuple(name for name in REPORT_COLUMNS if name != "file_name")


@dataclass(frozen=True)
class Mutation:
    """Damaged bytes. `may_say_new`: bytes were flipped, so the records they stand in may say something new."""

    what: str
    content: bytes
    may_say_new: bool = False


def records_of(content: bytes) -> Records:
    """The records of a CSV file, by the csv module alone; first record first."""
    return list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), strict=True))


def as_bytes(records: Records) -> bytes:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(records)
    return text.getvalue().encode()


def drop_column(content: bytes, position: int) -> Mutation:
    records = [fields[:position] + fields[position + 1 :] for fields in records_of(content)]
    return Mutation(f"column {position} dropped", as_bytes(records))


def rename_column(content: bytes, position: int, name: str, header: int = 0) -> Mutation:
    records = records_of(content)
    records[header][position] = name
    return Mutation(f"column {position} renamed {name!r}", as_bytes(records))


def swap_columns(content: bytes, one: int, other: int) -> Mutation:
    """Two columns change places, header and all."""
    records = records_of(content)
    for fields in records:
        if max(one, other) < len(fields):
            fields[one], fields[other] = fields[other], fields[one]
    return Mutation(f"columns {one} and {other} swapped", as_bytes(records))


def cut_row(content: bytes, index: int) -> Mutation:
    records = records_of(content)
    return Mutation(f"record {index + 1} cut out", as_bytes(records[:index] + records[index + 1 :]))


def cut_end(content: bytes, length: int) -> Mutation:
    return Mutation(f"cut off after {length} bytes", content[:length])


def flip_bytes(content: bytes, flips: dict[int, int]) -> Mutation:
    """`flips`: position -> what its byte is XORed with."""
    damaged = bytearray(content)
    for position, mask in flips.items():
        damaged[position] ^= mask
    return Mutation(f"bytes flipped: {flips}", bytes(damaged), may_say_new=True)


def mutations(content: bytes, header: int = 0) -> st.SearchStrategy[Mutation]:
    """Every kind of damage to the file `content`, each as likely; `header` is the index of the record of names."""
    records = records_of(content)
    columns = st.integers(0, len(records[header]) - 1)
    names = st.sampled_from(["", "New column", *records[header]])
    masks = st.integers(1, 255)
    return st.one_of(
        columns.map(lambda position: drop_column(content, position)),
        st.tuples(columns, names).map(lambda drawn: rename_column(content, *drawn, header)),
        st.tuples(columns, columns).map(lambda drawn: swap_columns(content, *drawn)),
        st.integers(0, len(records) - 1).map(lambda index: cut_row(content, index)),
        st.integers(0, len(content) - 1).map(lambda length: cut_end(content, length)),
        st.integers(max(0, len(content) - 40), len(content) - 1).map(lambda length: cut_end(content, length)),
        st.dictionaries(st.integers(0, len(content) - 1), masks, min_size=1, max_size=3).map(
            lambda flips: flip_bytes(content, flips)
        ),
    )


def figures_of(report: ReportRows) -> Counter[Said]:
    """What each figure says, without the row it stands in."""
    return Counter(tuple(row[name] for name in SAID) for row in report.rows.to_pylist())


def unaccounted(report: ReportRows) -> dict[str, int]:
    """Per file, records read that are in none of figures, rejected and ignored rows, or in more than one."""
    read = {
        (row["file_name"], row["row_number"]) for row in report.rows.select(["file_name", "row_number"]).to_pylist()
    }
    placed = Counter(name for name, _ in read)
    placed.update(str(row.file_name) for row in report.rejected)
    placed.update(row.file_name for row in report.ignored)
    found = {file.file_name: file.read_count - placed[file.file_name] for file in report.files}
    return {name: count for name, count in found.items() if count}


@dataclass(frozen=True)
class Original:
    """An undamaged file and its reader."""

    read: Reader
    path: Path
    observed_on: date

    @cached_property
    def content(self) -> bytes:
        return self.path.read_bytes()

    @cached_property
    def figures(self) -> Counter[Said]:
        return figures_of(self.read(self.path, self.observed_on))

    def check_drawn_damage(self, data: st.DataObject, folder: Path) -> None:
        """Damage the file as `data` draws; the law must hold."""
        mutation = data.draw(mutations(self.content))
        event(mutation.what.rstrip("0123456789 ").split(" ")[0])
        assert self.breaches(mutation, folder) == [], mutation.what

    def breaches(self, mutation: Mutation, folder: Path) -> list[str]:
        """How the damaged file, written to `folder`, breaks the law when it is read; none when it is refused."""
        damaged = folder / self.path.name
        damaged.write_bytes(mutation.content)
        try:
            report = self.read(damaged, self.observed_on)
        except SourceDrift:
            return []
        lost = [f"{name}: {count} records unaccounted for" for name, count in unaccounted(report).items()]
        new = figures_of(report) - self.figures
        return lost + (self._unexplained(new, report, mutation) if new else [])

    def _unexplained(self, new: Counter[Said], report: ReportRows, mutation: Mutation) -> list[str]:
        """Figures in `new` whose record has no flipped bytes, is not of a known width, or does not hold them."""
        known = {tuple(fields) for fields in records_of(self.content)}
        widths = {len(fields) for fields in known}
        found = records_of(mutation.content)
        faults = []
        for row in report.rows.to_pylist():
            said, fields = tuple(row[name] for name in SAID), found[row["row_number"] - 1]
            if said not in new:
                continue
            if not mutation.may_say_new or tuple(fields) in known:
                faults.append(f"row {row['row_number']}: {said} is new, and no byte of its record was flipped")
            elif len(fields) not in widths:
                faults.append(f"row {row['row_number']}: {said} is from a record of {len(fields)} fields")
            elif (row["value_text"] or "") not in {field.strip() for field in fields}:
                faults.append(f"row {row['row_number']}: {said} does not stand in its record")
        return faults
