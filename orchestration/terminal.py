"""What the command line shows: progress on a terminal, plain lines elsewhere, and the headline table.

Belongs here: words and layout of the terminal. Does not: anything that is not shown.
"""

import io
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import TYPE_CHECKING

from orchestration.settings import Settings

if TYPE_CHECKING:
    from rich.console import Console

HEADLINES = """
    select
        case when is_total then 'all platforms' else platform_id end as platform,
        reported_count, complied_count, pending_count, complied_of_reported_rate,
        complied_of_reported_low, complied_of_reported_high
    from marts.fct_compliance_summary
    order by is_total desc, reported_count desc
    limit 5
"""


class Progress:
    """Shows which step runs, and a line for each that is done, with the seconds it took."""

    def __init__(self, console: "Console") -> None:
        self._console = console
        self._status = console.status("starting")
        self._started_at = monotonic()
        self.seconds: dict[str, float] = {}

    @contextmanager
    def shown(self) -> Iterator["Progress"]:
        """Show the spinner while the block runs; on anything but a terminal there are only lines."""
        if not self._console.is_terminal:
            yield self
            return
        with self._status:
            yield self

    def start(self, step: str) -> None:
        """A step begins."""
        self._started_at = monotonic()
        self._status.update(f"{step} …")

    def finish(self, step: str, mark: str = "done") -> None:
        """A step has ended."""
        self.seconds[step] = monotonic() - self._started_at
        self._console.print(f"  {step:<14} {mark} ({self.seconds[step]:.1f} s)", highlight=False)

    def note(self, message: str) -> None:
        """Something that the person at the terminal should know, though nothing failed."""
        self._console.print(f"  note: {message}", highlight=False)


def open_console() -> "Console":
    """The console for people, on standard error, so that standard output stays clean for results.

    Dagster captures the process's standard error during a step, which garbles a display; so this writes to a copy.
    """
    from rich.console import Console

    try:
        stream = os.fdopen(os.dup(sys.stderr.fileno()), "w", encoding="utf-8")
    except io.UnsupportedOperation:  # a stream that is no file, as under a test's runner
        return Console(stderr=True, soft_wrap=True)
    return Console(file=stream, soft_wrap=True)


def print_headlines(settings: Settings) -> None:
    """Five lines of headline numbers from the current release, on standard output."""
    from orchestration.warehouse import connect

    with connect(settings.current_release / "research" / "takedown.duckdb", read_only=True) as connection:
        rows = connection.execute(HEADLINES).fetchall()
    print(f"{'platform':<14} {'reported':>9} {'complied':>9} {'pending':>8} {'share':>6}  95 % interval")
    for platform, reported, complied, pending, rate, low, high in rows:
        print(f"{platform:<14} {reported:>9,} {complied:>9,} {pending:>8,} {rate:>6.1%}  {low:.1%} to {high:.1%}")
