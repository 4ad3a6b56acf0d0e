"""Verbs of those who answer for what is published: check, release, site. Imports are lazy."""

import sys

import click

from orchestration.cli_terms import BLOCKED, GATE_CODES, PLAIN_CODES, PUBLISHED, RELEASE_CODES, examples, reported
from orchestration.settings import Settings


@click.command(epilog=examples("takedown check", codes=GATE_CODES))
def check() -> None:
    """Ask the gate of the warehouse as it stands, and say what it answers."""
    with reported() as settings:
        from orchestration.publishing import judge
        from quality.report import is_blocked, to_markdown

        verdicts = judge(settings)
        click.echo(to_markdown(verdicts))
        sys.exit(BLOCKED if is_blocked(verdicts) else PUBLISHED)


@click.command(
    epilog=examples(
        "takedown release",
        "takedown release --list",
        "takedown release --verify 2025-08-15-1a2b3c4d",
        "takedown release --use 2025-08-15-1a2b3c4d",
        codes=RELEASE_CODES,
    )
)
@click.option("--list", "is_list", is_flag=True, help="List the releases that are there.")
@click.option("--verify", "verify_id", metavar="ID", help="Compare a release with its checksums and data packages.")
@click.option("--use", "use_id", metavar="ID", help="Make an earlier release the current one.")
def release(is_list: bool, verify_id: str | None, use_id: str | None) -> None:
    """Ask the gate and publish the warehouse as it stands; or list, verify or switch releases."""
    if sum((is_list, verify_id is not None, use_id is not None)) > 1:
        raise click.UsageError("--list, --verify and --use exclude each other")
    with reported() as settings:
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


@click.command(epilog=examples("takedown site", codes=PLAIN_CODES))
def site() -> None:
    """Generate the site again from the current release."""
    with reported() as settings:
        from dashboards.site import build_site
        from orchestration.release import require_release

        pages = build_site(require_release(settings), settings.site)
        click.echo(f"{len(pages)} files; open {settings.site / 'index.html'}")


def _publish(settings: Settings) -> int:
    from orchestration.publishing import judge, write_release
    from quality.report import is_blocked

    if is_blocked(judge(settings)):
        click.echo("blocked by the gate: `takedown check` says why; the current release stays", err=True)
        return BLOCKED
    click.echo(write_release(settings).folder)
    return PUBLISHED
