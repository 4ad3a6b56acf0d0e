"""What the verbs share: exit codes, the form of their help, and how a failure is told.

Belongs here: terms of the command line. Does not: any verb (cli_build, cli_release, cli_research).
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from orchestration.failures import explain
from orchestration.settings import Settings, export_settings, read_home, read_settings

PUBLISHED, FAILED, USAGE, BLOCKED = 0, 1, 2, 3
BUILD_CODES = "0 published (or nothing new), 1 failure, 2 usage, 3 blocked by the gate"
GATE_CODES = "0 passed, 1 failure, 2 usage, 3 blocked by the gate"
RELEASE_CODES = "0 published, 1 failure, 2 usage, 3 blocked by the gate"
PLAIN_CODES = "0 done, 1 failure, 2 usage"


def examples(*lines: str, codes: str) -> str:
    """The end of a verb's help: what one may type, and what its exit codes mean."""
    shown = "\n".join(f"  {line}" for line in lines)
    return f"\b\nExamples:\n{shown}\n\n\b\nExit codes: {codes}"


@contextmanager
def reported() -> Iterator[Settings]:
    """Settings for a verb; what goes wrong is told in one sentence, without a traceback."""
    try:
        settings = read_settings()
        export_settings(settings)
        yield settings
    except (OSError, RuntimeError, ValueError, MemoryError) as error:
        click.echo(f"takedown: {explain(error, read_home())}", err=True)
        sys.exit(getattr(error, "exit_code", FAILED))
