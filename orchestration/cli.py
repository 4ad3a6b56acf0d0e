"""The command line. Each verb is a few lines around a function that is tested without it; imports are lazy."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from orchestration.settings import Settings, export_settings, read_settings

PUBLISHED, FAILED, USAGE, BLOCKED = 0, 1, 2, 3


def _examples(*lines: str, codes: str) -> str:
    examples = "\n".join(f"  {line}" for line in lines)
    return f"\b\nExamples:\n{examples}\n\n\b\nExit codes: {codes}"


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """What was asked of platforms, what they did, how fast, and how many people it reached."""


@contextmanager
def _reported() -> Iterator[Settings]:
    """Settings for a verb; what goes wrong is told in one sentence, without a traceback."""
    try:
        settings = read_settings()
        export_settings(settings)
        yield settings
    except (OSError, RuntimeError, ValueError) as error:
        click.echo(f"takedown: {error}", err=True)
        sys.exit(getattr(error, "exit_code", FAILED))


BUILD_CODES = "0 published (or nothing new), 1 failure, 2 usage, 3 blocked by the gate"
PLAIN_CODES = "0 done, 1 failure, 2 usage"


@main.command(epilog=_examples("takedown demo", codes=BUILD_CODES))
def demo() -> None:
    """Write the sample, take the published reports at hand, build, and show the headline numbers."""
    with _reported() as settings:
        from orchestration.demo import prepare_demo
        from orchestration.terminal import print_headlines

        for line in prepare_demo(settings):
            click.echo(line, err=True)
        code = _build(settings, as_of=None, keep_going=False, force=False)
        if code == PUBLISHED:
            print_headlines(settings)
            click.echo(f"site:   {settings.site / 'index.html'}")
            click.echo(f"duckdb: {settings.current_release / 'research' / 'takedown.duckdb'}")
        sys.exit(code)


@main.command(epilog=_examples("takedown sample", "takedown sample --scale 100 --seed 7", codes=PLAIN_CODES))
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
    with _reported() as settings:
        from orchestration.demo import place_sample

        report, _ = place_sample(settings, scale=scale, seed=seed, scenario=scenario)
        for source, count in report.row_counts.items():
            click.echo(f"{source:<16} {count:>12,} rows")


@main.command(
    epilog=_examples(
        "takedown build", "takedown build --as-of 2025-08-15", "takedown build --keep-going", codes=BUILD_CODES
    )
)
@click.option("--as-of", metavar="DATE", help="Build what was known at the end of this date (UTC) or at this instant.")
@click.option("--keep-going", is_flag=True, help="Pass over refused files instead of stopping; they are reported.")
@click.option("--force", is_flag=True, help="Build even if nothing is new.")
def build(as_of: str | None, keep_going: bool, force: bool) -> None:
    """Run the whole line: landing, models, gate, release, site."""
    with _reported() as settings:
        sys.exit(_build(settings, as_of=_read_as_of(as_of, settings), keep_going=keep_going, force=force))


@main.command(epilog=_examples("takedown check", codes="0 passed, 1 failure, 2 usage, 3 blocked by the gate"))
def check() -> None:
    """Ask the gate of the warehouse as it stands, and say what it answers."""
    with _reported() as settings:
        from orchestration.publishing import judge
        from quality.report import is_blocked, to_markdown

        verdicts = judge(settings)
        click.echo(to_markdown(verdicts))
        sys.exit(BLOCKED if is_blocked(verdicts) else PUBLISHED)


@main.command(
    epilog=_examples(
        "takedown release",
        "takedown release --list",
        "takedown release --verify 2025-08-15-1a2b3c4d",
        "takedown release --use 2025-08-15-1a2b3c4d",
        codes="0 published, 1 failure, 2 usage, 3 blocked by the gate",
    )
)
@click.option("--list", "is_list", is_flag=True, help="List the releases that are there.")
@click.option("--verify", "verify_id", metavar="ID", help="Compare a release with its checksums and data packages.")
@click.option("--use", "use_id", metavar="ID", help="Make an earlier release the current one.")
def release(is_list: bool, verify_id: str | None, use_id: str | None) -> None:
    """Ask the gate and publish the warehouse as it stands; or list, verify or switch releases."""
    if sum((is_list, verify_id is not None, use_id is not None)) > 1:
        raise click.UsageError("--list, --verify and --use exclude each other")
    with _reported() as settings:
        from orchestration import release as releases

        if is_list:
            current = releases.current_release(settings)
            for name in releases.list_releases(settings):
                click.echo(f"{name}{'  (current)' if current and current.name == name else ''}")
        elif verify_id:
            click.echo(f"{verify_id}: {releases.verify(settings.releases / verify_id)} files are as published")
        elif use_id:
            releases.switch(settings, use_id)
            click.echo(f"{use_id} is current; run `takedown site` to show it")
        else:
            sys.exit(_publish(settings))


@main.command(epilog=_examples("takedown site", codes=PLAIN_CODES))
def site() -> None:
    """Generate the site again from the current release."""
    with _reported() as settings:
        from dashboards.site import build_site
        from orchestration.release import require_release

        pages = build_site(require_release(settings), settings.site)
        click.echo(f"{len(pages)} files; open {settings.site / 'index.html'}")


@main.command(epilog=_examples("takedown status", codes=PLAIN_CODES))
def status() -> None:
    """Say what has landed, what is published, and what the gate thought of it."""
    with _reported() as settings:
        from orchestration.status import describe

        for line in describe(settings):
            click.echo(line)


@main.command(
    epilog=_examples(
        'takedown query "from marts.fct_compliance_summary"', 'takedown query --csv "..."', codes=PLAIN_CODES
    )
)
@click.argument("sql")
@click.option("--csv", "is_csv", is_flag=True, help="Write CSV instead of a table.")
def query(sql: str, is_csv: bool) -> None:
    """Ask the current release's DuckDB file (research and public tables, read-only)."""
    with _reported() as settings:
        from orchestration.status import run_query

        click.echo(run_query(settings, sql, is_csv=is_csv), nl=False)


@main.command(
    epilog=_examples(
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
    with _reported() as settings:
        from orchestration.review import run_review

        for line in run_review(settings, export_path, import_path, is_all=is_all):
            click.echo(line)


@main.command(epilog=_examples("takedown doctor", codes="0 healthy, 1 a fault, 2 usage"))
def doctor() -> None:
    """Say what is wrong with the set-up and how to mend it."""
    with _reported() as settings:
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


def _publish(settings: Settings) -> int:
    from orchestration.publishing import judge, write_release
    from quality.report import is_blocked

    if is_blocked(judge(settings)):
        click.echo("blocked by the gate: `takedown check` says why; the current release stays", err=True)
        return BLOCKED
    click.echo(write_release(settings).folder)
    return PUBLISHED


def _build(settings: Settings, *, as_of: str | None, keep_going: bool, force: bool) -> int:
    from orchestration.build import Outcome, build_release
    from orchestration.terminal import open_console

    outcome = build_release(settings, open_console(), as_of=as_of, keep_going=keep_going, force=force)
    click.echo(outcome.sentence, err=True)
    return {Outcome.PUBLISHED: PUBLISHED, Outcome.BLOCKED: BLOCKED, Outcome.FAILED: FAILED}[outcome.kind]
