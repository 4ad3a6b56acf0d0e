"""Are the columns of a file those that its source declares?

Belongs here: the comparison and the sentence that refuses.
Does not: finding out which columns a file has (each connector does that).
"""

import re
from collections import Counter
from collections.abc import Sequence

from orchestration.connectors.base import Batch, SourceDrift
from orchestration.connectors.sources import Source

NAMES_SHOWN_COUNT = 10
# What looks like a column's name; anything else may be a value that stands where the header should.
NAME = re.compile(r" {0,3}[A-Za-z][A-Za-z0-9_]{0,39} {0,3}|")


def check_columns(batch: Batch, source: Source, found: Sequence[str]) -> None:
    """Raise SourceDrift unless `found` is a permutation of the declared columns (names exact, spaces included)."""
    if not set(found) & set(source.columns):
        # The names are not repeated: without a header they would be somebody's data.
        problem = "none of the expected columns was found: is the header missing, or the delimiter not a comma?"
        raise SourceDrift(batch.uri, f"{problem} {_mend(source)}")
    problems = (
        ("unknown", sorted(set(found) - set(source.columns))),
        ("missing", [column for column in source.columns if column not in found]),
        ("repeated", [column for column, count in Counter(found).items() if count > 1]),
    )
    wrong = [f"{kind} column {_listed(names)}" for kind, names in problems if names]
    if wrong:
        raise SourceDrift(batch.uri, f"{'; '.join(wrong)}. {_mend(source)}")


def _mend(source: Source) -> str:
    return (
        f"Expected exactly these columns, in any order: {', '.join(source.columns)}. "
        f"Nothing of the file was loaded: correct it, or change the declaration of {source.name!r} in "
        "orchestration/connectors/sources.py, and land again."
    )


def _listed(names: Sequence[str]) -> str:
    shown = [
        repr(name) if NAME.fullmatch(name) else "(not repeated, for it does not look like a name of a column)"
        for name in names[:NAMES_SHOWN_COUNT]
    ]
    more = len(names) - len(shown)
    return ", ".join(shown) + (f" and {more} more" if more else "")
