"""Where the ticks of an axis stand and what they say, in the reader's language."""

from typing import Any

from dashboards.words import Words

INTERVAL_LIMIT = 4
COMPACT_FROM = 10_000


def count_ticks(top: float, words: Words) -> dict[str, Any]:
    """Ticks of a count axis from 0 to `top`: at most five, a 1, 2 or 5 apart, 200K and not 200,000."""
    step = _step(top)
    values = [place * step for place in range(int(top // step) + 1)]
    write = words.compact if step >= COMPACT_FROM else words.number
    return {"tickvals": values, "ticktext": [write(value) for value in values]}


def _step(top: float) -> int:
    power = 1
    while True:
        for leading in (1, 2, 5):
            if top / (leading * power) <= INTERVAL_LIMIT:
                return leading * power
        power *= 10
