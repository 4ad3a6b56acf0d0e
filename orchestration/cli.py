"""The command line. Each verb is a few lines around a function that is tested without it."""

import click

from orchestration.cli_build import build, demo, doctor, review, sample, status
from orchestration.cli_release import check, release, site, verify
from orchestration.cli_research import cite, metric, open_tools, query

VERBS = (demo, sample, build, check, release, verify, site, review, status, query, cite, metric, open_tools, doctor)


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """What was asked of platforms, what they did, how fast, and how many people it reached."""


for verb in VERBS:
    main.add_command(verb)
