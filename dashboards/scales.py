"""Where the ticks of an axis stand and what they say, in the reader's language."""

from typing import Any

from dashboards.words import Words

HEIGHT_INTERVALS, WIDTH_INTERVALS = 5.0, 4.5
COMPACT_FROM = 10_000
# Steps of 2.5, and of 250K and 250M, whose multiples compact writing would round: 1.25M would read 1.2M.
UNWRITABLE = ((25, 1), (25, 100_000), (25, 100_000_000))


def count_ticks(top: float, words: Words, intervals: float = HEIGHT_INTERVALS) -> dict[str, Any]:
    """Ticks of a count axis from 0 to `top`: at most `intervals` round steps, 200K and not 200,000."""
    step = _step(top, intervals)
    values = [place * step for place in range(int(top // step) + 1)]
    write = words.compact if step >= COMPACT_FROM else words.number
    return {"tickvals": values, "ticktext": [write(value) for value in values]}


def _step(top: float, intervals: float) -> int:
    power = 1
    while True:
        for leading in (10, 20, 25, 50):
            step = leading * power // 10
            if (leading, power) not in UNWRITABLE and top / step <= intervals:
                return step
        power *= 10
