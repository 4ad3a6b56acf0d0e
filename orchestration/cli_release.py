"""Verbs of those who answer for what is published: check, release, site. Imports are lazy."""

import sys
from typing import TYPE_CHECKING

import click

from orchestration.cli_terms import BLOCKED, GATE_CODES, PLAIN_CODES, PUBLISHED, RELEASE_CODES, examples, reported
from orchestration.settings import Settings

if TYPE_CHECKING:
    from quality.report import Verdict


@click.command(
    epilog=examples("takedown check", "takedown check --release 2025-08-15-1a2b3c4d", codes=GATE_CODES),
)
@click.option("--release", "release_id", metavar="ID", help="Ask it again of a release, by the release's definitions.")
def check(release_id: str | None) -> None:
    """Ask the gate of the warehouse as it stands, or of a release again, and say what it answers."""
    with reported() as settings:
        from quality.report import is_blocked, to_markdown

        verdicts = _check_release(settings, release_id) if release_id is not None else _check_warehouse(settings)
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
        elif verify_id is not None:
            count = releases.verify(releases.find_release(settings, verify_id))
            click.echo(f"{verify_id}: {count} files are as published")
        elif use_id is not None:
            releases.switch(settings, use_id)
            click.echo(f"{use_id} is current; run `takedown site` to show it")
        else:
            sys.exit(_publish(settings))


@click.command(epilog=examples("takedown site", "takedown site --parts", "takedown site --console", codes=PLAIN_CODES))
@click.option("--console", "has_console", is_flag=True, help="With a SQL console: npm brings DuckDB-Wasm, once.")
@click.option("--parts", "has_parts", is_flag=True, help="npm brings the small plotly.js and fonts for Urdu, once.")
def site(has_console: bool, has_parts: bool) -> None:
    """Generate the site again from the current release."""
    with reported() as settings:
        from orchestration.console_files import ensure_console
        from orchestration.site_folder import generate_site
        from orchestration.site_parts import WITHOUT, ensure_parts, parts_folder

        if has_parts or has_console:
            ensure_parts(settings)
        if has_console:
            ensure_console(settings)
        pages = generate_site(settings)
        click.echo(f"{len(pages)} files; open {settings.site / 'index.html'}")
        if parts_folder(settings) is None:
            click.echo(f"{WITHOUT}: `takedown site --parts` brings the others", err=True)


def _check_warehouse(settings: Settings) -> "tuple[Verdict, ...]":
    from orchestration.publishing import judge

    return judge(settings)


def _check_release(settings: Settings, release_id: str) -> "tuple[Verdict, ...]":
    """Today's verdicts on a release; how they agree with its own goes to stderr, and a passed one must agree."""
    from orchestration.rejudging import judge_again, require_agreement
    from quality.report import is_blocked

    rejudged = judge_again(settings, release_id)
    if not is_blocked(rejudged.verdicts):
        require_agreement(rejudged)
    click.echo(rejudged.sentence, err=True)
    return rejudged.verdicts


def _publish(settings: Settings) -> int:
    from orchestration.publishing import judge, write_release
    from orchestration.site_folder import say_what_failed, take_notice_down
    from quality.report import is_blocked

    if is_blocked(judge(settings)):
        say_what_failed(settings)
        click.echo("blocked by the gate: `takedown check` says why; the current release stays", err=True)
        return BLOCKED
    click.echo(write_release(settings).folder)
    take_notice_down(settings)
    return PUBLISHED


@click.command(epilog=examples("takedown verify", "takedown verify 2025-08-15-1a2b3c4d", codes=PLAIN_CODES))
@click.argument("release_id", required=False, metavar="RELEASE")
def verify(release_id: str | None) -> None:
    """Compute again all of a release that can be: hashes, copies, replayed tables, sums, claims, changes."""
    with reported() as settings:
        from orchestration.verification import verify_release

        faults = 0
        for finding in verify_release(settings, release_id):
            click.echo(finding)
            faults += bool(finding.fault)
        if faults:
            raise RuntimeError(f"{faults} comparisons failed: do not use this release, and get it again")
