"""Why a whole file is refused, in the words of every publisher's reader, and where in a delivery the reason lies.

Belongs here: naming the place of what is wrong, and what no report may say (a record twice, a half-year not ended).
Does not: records that are set aside while the file is read (faults.py), or any publisher's layout.
"""

from collections.abc import Callable, Hashable, Iterable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import date
from pathlib import Path

from orchestration.connectors.base import SourceDrift
from orchestration.connectors.published_reports.layouts import NotAsPublished, path_of
from orchestration.connectors.published_reports.values import Period, refuse_unfinished


@contextmanager
def refusing(path: Path) -> Iterator[None]:
    """What is not as published becomes SourceDrift, which names the file."""
    try:
        yield
    except NotAsPublished as error:
        raise SourceDrift(path.name, str(error)) from error


@contextmanager
def naming(place: str, advice: str = "") -> Iterator[None]:
    """What is not as published is said to be so at `place` (`row 3: `), with `advice` at its end."""
    try:
        yield
    except NotAsPublished as error:
        raise NotAsPublished(f"{place}{error}{advice}") from error


def naming_member(file_name: str, path: Path) -> AbstractContextManager[None]:
    """As `naming`, the member of the archive at `path` that `file_name` is; a file by itself goes without saying."""
    return naming("" if file_name == path.name else f"{file_name.removeprefix(path.name + '/')}: ")


def read_finished(read: Callable[[str], Period], text: str, row_number: int, observed_on: date, home: str) -> Period:
    """The half-year that `read` finds in a row's `text`. Raises NotAsPublished, naming the row.

    Refused are a text in no form that is read, and a half-year that had not ended when the file was observed.
    """
    with naming(f"row {row_number}: ", f". Fetch the file again, or teach {path_of(home)}"):
        period = read(text)
        refuse_unfinished(period, observed_on)
    return period


def refuse_repeated(keys: Iterable[tuple[int, Hashable]], given: str) -> None:
    """Raises NotAsPublished when two rows have the same key; `keys`: row number, and what it may not share.

    `given` is what such rows give: `the country`.
    """
    first_rows: dict[Hashable, int] = {}
    for row_number, key in keys:
        first = first_rows.setdefault(key, row_number)
        if first != row_number:
            raise NotAsPublished(f"row {row_number} gives {given} of row {first} again: fetch the file again")
