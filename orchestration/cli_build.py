"""Verbs of those who run the line: demo, sample, build, review, status, doctor. Imports are lazy."""

import sys

import click

from orchestration.cli_terms import (
    BLOCKED,
    BUILD_CODES,
    FAILED,
    PLAIN_CODES,
    PUBLISHED,
    examples,
    reported,
)
from orchestration.failures import printable
from orchestration.settings import Settings


@click.command(epilog=examples("takedown demo", "takedown demo --console", codes=BUILD_CODES))
@click.option("--console", "has_console", is_flag=True, help="Let npm bring the SQL console and the fonts for Urdu.")
def demo(has_console: bool) -> None:
    """Write the sample, take the published reports at hand, build, and show the headline numbers."""
    with reported() as settings:
        from orchestration.console_files import prepare_console
        from orchestration.demo import prepare_demo
        from orchestration.site_folder import CONSOLE_PAGE, add_what_came
        from orchestration.site_parts import prepare_parts
        from orchestration.terminal import print_headlines

        brought = (prepare_parts, prepare_console) if has_console else ()
        for line in (*prepare_demo(settings), *(bring(settings) for bring in brought)):
            click.echo(line, err=True)
        code = _build(settings, as_of=None, keep_going=False, force=False)
        if code == PUBLISHED:
            add_what_came(settings)
            print_headlines(settings)
            click.echo(f"site:   {settings.site / 'index.html'}")
            if (settings.site / CONSOLE_PAGE).exists():
                click.echo(f"sql:    {settings.site / CONSOLE_PAGE}")
            click.echo(f"duckdb: {settings.current_release / 'research' / 'takedown.duckdb'}")
        sys.exit(code)


@click.command(epilog=examples("takedown sample", "takedown sample --scale 100 --seed 7", codes=PLAIN_CODES))
@click.option(
    "--scenario",
    type=click.Choice(["cooperative-telegram", "look-alikes"]),
    default="cooperative-telegram",
    show_default=True,
    help="look-alikes: mirrors in heavier disguise, and decoys.",
)
@click.option("--scale", type=click.IntRange(min=1), default=1, show_default=True, help="Multiply the volume.")
@click.option(
    "--seed", type=click.IntRange(min=0), default=20250815, show_default=True, help="Another seed, another log."
)
def sample(scenario: str, scale: int, seed: int) -> None:
    """Write the SYNTHETIC sample into the landing folder."""
    with reported() as settings:
        from orchestration.demo import place_sample

        report, _ = place_sample(settings, scale=scale, seed=seed, scenario=scenario)
        for source, count in report.row_counts.items():
            click.echo(f"{source:<16} {count:>12,} rows")


@click.command(
    epilog=examples(
        "takedown build", "takedown build --as-of 2025-08-15", "takedown build --keep-going", codes=BUILD_CODES
    )
)
@click.option("--as-of", metavar="DATE", help="Build what was known at the end of this date (UTC) or at this instant.")
@click.option("--keep-going", is_flag=True, help="Pass over refused files instead of stopping; they are reported.")
@click.option("--force", is_flag=True, help="Build even if nothing is new.")
def build(as_of: str | None, keep_going: bool, force: bool) -> None:
    """Run the whole line: landing, models, gate, release, site."""
    with reported() as settings:
        sys.exit(_build(settings, as_of=_read_as_of(as_of, settings), keep_going=keep_going, force=force))


@click.command(
    epilog=examples(
        "takedown review --export candidates.xlsx", "takedown review --import candidates.xlsx", codes=PLAIN_CODES
    )
)
@click.option("--export", "export_path", metavar="FILE", help="Write candidate mirrors, with names, to a new file.")
@click.option("--all", "is_all", is_flag=True, help="With --export: the candidates reviewed before, too.")
@click.option("--import", "import_path", metavar="FILE", help="Take in the verdicts of a file that was filled in.")
def review(export_path: str | None, is_all: bool, import_path: str | None) -> None:
    """Hand candidate mirrors to a person as CSV or XLSX, and take that person's verdicts in."""
    if (export_path is None) == (import_path is None) or (is_all and import_path):
        raise click.UsageError("give --export FILE (with --all, if you like) or --import FILE")
    with reported() as settings:
        from orchestration.review import run_review

        for line in run_review(settings, export_path, import_path, is_all=is_all):
            click.echo(line)


@click.command(epilog=examples("takedown status", codes=PLAIN_CODES))
def status() -> None:
    """Say what has landed, what is published, and what the gate thought of it."""
    with reported() as settings:
        from orchestration.status import describe

        for line in describe(settings):
            click.echo(printable(line))


@click.command(epilog=examples("takedown doctor", codes="0 healthy, 1 a fault, 2 usage"))
def doctor() -> None:
    """Say what is wrong with the set-up and how to mend it."""
    with reported() as settings:
        from orchestration.doctor import examine

        findings = examine(settings)
        for finding in findings:
            click.echo(f"{finding.level:<6}{finding.what}{f': {finding.mend}' if finding.mend else ''}")
        sys.exit(FAILED if any(finding.level == "fault" for finding in findings) else PUBLISHED)


def _read_as_of(text: str | None, settings: Settings) -> str | None:
    from orchestration.clock import read_as_of

    try:
        return read_as_of(text, settings.now).isoformat() if text else None
    except ValueError as error:
        raise click.BadParameter(str(error), param_hint="--as-of") from error


def _build(settings: Settings, *, as_of: str | None, keep_going: bool, force: bool) -> int:
    from orchestration.build import Outcome, build_release
    from orchestration.terminal import open_console

    outcome = build_release(settings, open_console(), as_of=as_of, keep_going=keep_going, force=force)
    click.echo(outcome.sentence, err=True)
    return {Outcome.PUBLISHED: PUBLISHED, Outcome.BLOCKED: BLOCKED, Outcome.FAILED: FAILED}[outcome.kind]
