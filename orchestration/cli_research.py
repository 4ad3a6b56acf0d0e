"""Verbs of those who ask a release: query. Imports are lazy."""

import click

from orchestration.cli_terms import PLAIN_CODES, examples, reported


@click.command(
    epilog=examples(
        'takedown query "from marts.fct_compliance_summary"', 'takedown query --csv "..."', codes=PLAIN_CODES
    )
)
@click.argument("sql")
@click.option("--csv", "is_csv", is_flag=True, help="Write CSV instead of a table.")
def query(sql: str, is_csv: bool) -> None:
    """Ask the current release's DuckDB file (research and public tables, read-only)."""
    with reported() as settings:
        from orchestration.status import run_query

        click.echo(run_query(settings, sql, is_csv=is_csv), nl=False)
