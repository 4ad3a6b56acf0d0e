"""Verbs of those who ask a release: query, metric, open. Imports are lazy."""

import click

from orchestration.cli_terms import PLAIN_CODES, examples, reported


@click.command(
    epilog=examples(
        'takedown query "from marts.fct_compliance_summary"', 'takedown query --csv "..."', codes=PLAIN_CODES
    )
)
@click.argument("sql")
@click.option("--csv", "is_csv", is_flag=True, help="Write CSV instead of a table.")
@click.option("--restricted", "is_restricted", is_flag=True, help="Ask the encrypted warehouse; needs its secret key.")
def query(sql: str, is_csv: bool, is_restricted: bool) -> None:
    """Ask the current release's DuckDB file (research and public tables, read-only).

    With --restricted: the whole warehouse, handles and names too, decrypted into memory only.
    """
    with reported() as settings:
        from orchestration.status import run_query, run_restricted_query

        run = run_restricted_query if is_restricted else run_query
        click.echo(run(settings, sql, is_csv=is_csv), nl=False)


@click.command(
    epilog=examples(
        "takedown metric",
        "takedown metric complied_of_reported_rate --by platform_id",
        "takedown metric reported_count --as-of 2025-07-25",
        "takedown metric fct_sla_summary.breached_rate --by clock --csv",
        codes=PLAIN_CODES,
    )
)
@click.argument("name", required=False)
@click.option("--by", multiple=True, metavar="COLUMN", help="Column to break it down by; may be given again.")
@click.option("--as-of", metavar="DATE", help="What was known at the end of this date (UTC).")
@click.option("--csv", "is_csv", is_flag=True, help="Write the rows as CSV, without the definition.")
def metric(name: str | None, by: tuple[str, ...], as_of: str | None, is_csv: bool) -> None:
    """Show the published cells of a metric with its unit, its n and its definition; or list all metrics."""
    if name is None and (by or as_of or is_csv):
        raise click.UsageError("--by, --as-of and --csv need the name of a metric")
    with reported() as settings:
        from orchestration.metric_query import ask_metric, list_metrics

        if name is None:
            click.echo("\n".join(list_metrics(settings)))
        else:
            click.echo(ask_metric(settings, name, by, as_of, is_csv=is_csv), nl=False)


@click.command(
    name="open",
    epilog=examples(
        "takedown open", "takedown open --notebook", "takedown open --release 2025-08-15-1a2b3c4d", codes=PLAIN_CODES
    ),
)
@click.option("--notebook", is_flag=True, help="JupyterLab with the example notebooks, on this machine alone.")
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8888,
    help="Of the notebook server; 0 is any free one.",
    show_default=True,
)
@click.option("--release", "release_id", metavar="ID", help="Another release than the current one.")
def open_tools(notebook: bool, port: int, release_id: str | None) -> None:
    """Open a release in the DuckDB shell, or in JupyterLab."""
    with reported() as settings:
        from orchestration.research_tools import open_notebooks, open_shell

        if notebook:
            open_notebooks(settings, release_id, port)
        open_shell(settings, release_id)


@click.command(
    epilog=examples(
        "takedown cite fct_compliance_summary platform_id=x",
        "takedown cite compliance_by_platform x --column complied_of_reported_rate --json",
        codes=PLAIN_CODES,
    )
)
@click.argument("table")
@click.argument("keys", nargs=-1, metavar="KEY...")
@click.option("--column", metavar="NAME", help="Cite this column alone.")
@click.option("--json", "is_json", is_flag=True, help="Write JSON instead of text.")
@click.option("--ids", "ids_limit", default=10, show_default=True, help="How many source rows to name.")
@click.option("--release", "release_id", metavar="ID", help="An earlier release instead of the current one.")
def cite(table: str, keys: tuple[str, ...], column: str | None, is_json: bool, ids_limit: int, release_id: str) -> None:
    """Cite one row of a release: query, value, definition, source rows, hashes.

    KEY is column=value, or the values in order of the table's key. TABLE is a table or a view.
    """
    with reported() as settings:
        import json

        from orchestration.cite import Wanted, to_text
        from orchestration.cite import cite as cite_row
        from orchestration.release import find_release

        citation = cite_row(find_release(settings, release_id), Wanted(table, keys, column, ids_limit))
        click.echo(json.dumps(citation, indent=2, default=str, ensure_ascii=False) if is_json else to_text(citation))
