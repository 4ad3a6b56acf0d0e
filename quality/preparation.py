"""Makes one table ready for its questions: works out the columns they ask of, and finds what cannot be asked."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from quality.expectation import Difference, Expectation

if TYPE_CHECKING:
    import pandas as pd


@dataclass
class Prepared:
    """What can be asked of one table, and of what.

    `asked` is asked of `table`, which has a column for each check that derives one; `compared` of `changes`, one row
    with a column for each, and `differences` hold what it found. `errors` holds what cannot be asked, with the reason.
    """

    asked: list[Expectation] = field(default_factory=list)
    compared: list[Expectation] = field(default_factory=list)
    differences: dict[str, Difference] = field(default_factory=dict)
    errors: list[tuple[Expectation, str]] = field(default_factory=list)
    table: "pd.DataFrame" = field(init=False)
    changes: "pd.DataFrame" = field(init=False)


def prepare(
    questions: Iterable[Expectation], frame: "pd.DataFrame", previous: "pd.DataFrame | None" = None
) -> Prepared:
    """Work out what the questions need. Comparisons are left out where the previous release has nothing to compare."""
    import pandas as pd

    ready, columns, values = Prepared(), {}, {}
    frame = frame.reset_index(drop=True)
    for question in questions:
        if question.change is not None and (previous is None or _missing(question, previous)):
            continue
        try:
            _require(question, frame)
            if question.derived is not None:
                columns[question.check_id] = question.derived.compute(frame)
            if question.change is not None and previous is not None:
                difference = question.change.compare(frame, previous)
                values[question.check_id] = [difference.value]
                ready.differences[question.check_id] = difference
        except (LookupError, TypeError, ValueError) as error:
            ready.errors.append((question, _reason(error)))
        else:
            (ready.asked if question.change is None else ready.compared).append(question)
    ready.table = pd.concat([frame, pd.DataFrame(columns, index=frame.index)], axis=1)
    ready.changes = pd.DataFrame(values)
    return ready


def _missing(question: Expectation, frame: "pd.DataFrame") -> list[str]:
    return [column for column in question.columns if column not in frame.columns]


def _require(question: Expectation, frame: "pd.DataFrame") -> None:
    if missing := _missing(question, frame):
        raise LookupError(f"table {question.table} has no column {', '.join(missing)}; restore it in the model")


def _reason(error: Exception) -> str:
    """The first line of the error; a LookupError of ours reads as it is, any other is named by its type."""
    first = str(error.args[0] if error.args else error).splitlines()[0]
    return first if type(error) is LookupError else f"{type(error).__name__}: {first}"
