"""Measuring: whole processes with the split that the command line prints of itself, and a plain table of ratios.

Seconds depend on the machine and on what else it does; ratios of one run say more. Nothing here is asserted.
"""

import os
import re
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from time import monotonic

STEP = re.compile(r"^ {2}(\S.*?)\s+done \(([\d.]+) s\)$", re.MULTILINE)


@dataclass(frozen=True)
class Measured:
    """A command that ended well: its seconds from outside, those of the steps that it named, and all that it said."""

    seconds: float
    steps: dict[str, float]
    said: str

    @property
    def parts(self) -> dict[str, float]:
        """The steps, what is in none (Python, fingerprints of the inputs, Dagster between steps), and the whole."""
        rest = self.seconds - sum(self.steps.values())
        return {**self.steps, "the rest": rest, "whole process": self.seconds}


def takedown(home: Path, *arguments: str) -> Measured:
    """Run `takedown <arguments>` on `home` as a process of its own."""
    command = [str(Path(sys.executable).parent / "takedown"), *arguments]
    started_at = monotonic()
    ran = subprocess.run(
        command, env={**os.environ, "TAKEDOWN_HOME": str(home)}, capture_output=True, text=True, check=False
    )
    seconds = monotonic() - started_at
    assert ran.returncode == 0, f"takedown {' '.join(arguments)}: exit code {ran.returncode}\n{ran.stderr}"
    return Measured(seconds, {name: float(took) for name, took in STEP.findall(ran.stderr)}, ran.stderr)


def show(title: str, head: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """Print a table: the first column is text, the others are numbers."""
    cells = [list(head), *([_text(value) for value in row] for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(head))]
    print(f"\n{title}")
    for row in cells:
        padded = [value.rjust(width) for value, width in zip(row[1:], widths[1:], strict=True)]
        print("  " + "   ".join([row[0].ljust(widths[0]), *padded]))


def _text(value: object) -> str:
    if isinstance(value, float):
        return f"{value:,.2f}"
    return f"{value:,}" if isinstance(value, int) else str(value)
