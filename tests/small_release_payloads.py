"""A release whose every text is a payload: what would run, link, style, or turn a page round if it were not text.

Belongs here: the corpus, and putting it into a release that small_release wrote. Does not: what a page may hold.
"""

import json
from pathlib import Path
from typing import Any

import duckdb

MARK = "zzpayload"
PAYLOADS = (
    f"</script><script>{MARK}()</script>",
    f"<img src=x onerror={MARK}()>",
    f"<svg/onload={MARK}()>",
    f'<a href="https://{MARK}.example">x</a>',
    f"<a href='javascript:{MARK}()'>x</a>",
    f'" onmouseover="{MARK}()" x="',
    f"' style='background:url(https://{MARK}.example)' x='",
    f"</style><style>*{{background:url(//{MARK}.example)}}",
    f"}} body {{ background: url(https://{MARK}.example) }}",
    f"{{{{ {MARK} }}}}{{% raw %}}{{# x #}}",
    f"%({MARK})s {{{MARK}}} %s ${{{MARK}}} %{{x}}",
    f"-->{MARK}<!--]]>",
    f"&lt;script&gt;{MARK}&lt;/script&gt;&#60;b&#62;",
    f'=HYPERLINK("https://{MARK}.example";"x")',
    f"\u202e\u2066{MARK}\u200f\u061c",
    f"<q`code`><iframe srcdoc={MARK}>",
)
CODES = ("country_code", "period_id")  # pages make file names and dates of them
# Words of code that pages have names for; of one that they do not know they show the word itself.
SLUGS = ("publisher", "report", "requestor", "product", "reason", "unit", "measure", "suspected_cause", "comparison",
         "variance_type", "coverage_status", "verdict", "scenario", "layout", "value_status", "metric",
         "speaker", "basis", "access_status", "status")  # fmt: skip


def poison(release: Path, *, also_names: bool) -> Path:
    """Put a payload behind every free text of the release; with `also_names` behind its ids and slugs too."""
    public = release / "public"
    package: dict[str, Any] = json.loads((public / "datapackage.json").read_text(encoding="utf-8"))
    with duckdb.connect(":memory:") as connection:
        for resource in package["resources"]:
            if resource["format"] == "parquet":
                _poison_table(connection, public / resource["path"], also_names)
    _write(public / "datapackage.json", _poisoned(package, ("title", "description", "label", "owner")))
    quality = json.loads((release / "quality.json").read_text(encoding="utf-8"))
    told = ("question", "observed", "expected", "owner", "consequence", "error", "handle")
    for check in quality["checks"]:
        check |= {"consequence": "So what.", "failing_rows": [{"handle": "@x", "n": 3}], "failing_count": 1}
    _write(release / "quality.json", _poisoned(quality, told))
    lines = [f"- `fct_claims`: {payload}" for payload in PAYLOADS]
    (release / "CHANGES.md").write_text("\n".join(lines), encoding="utf-8")
    (release / "CITATION.cff").write_text("\n".join(PAYLOADS), encoding="utf-8")
    return release


def _poison_table(connection: duckdb.DuckDBPyConnection, path: Path, also_names: bool) -> None:
    columns = connection.execute(f"DESCRIBE FROM read_parquet('{path}')").fetchall()
    texts = [name for name, kind, *_ in columns if kind == "VARCHAR" and name not in CODES]
    named = [name for name in texts if also_names and (name.endswith("_id") or name in SLUGS)]
    chosen = [name for name in texts if name in named or not _is_slug(connection, path, name)]
    if not chosen:
        return
    connection.execute("CREATE OR REPLACE TABLE corpus AS SELECT $1::VARCHAR[] AS payloads", [list(PAYLOADS)])
    # The same text gets the same payload everywhere, so that names still find each other.
    replaced = ", ".join(
        f"""CASE WHEN "{name}" IN ('all', '') THEN "{name}" ELSE "{name}" || ' ' ||
            payloads[1 + ('0x' || left(md5("{name}"), 6))::BIGINT % len(payloads)] END AS "{name}\""""
        for name in chosen
    )
    target = path.with_suffix(".new")
    source = f"SELECT told.* REPLACE ({replaced}) FROM read_parquet('{path}') AS told, corpus"
    connection.execute(f"COPY ({source}) TO '{target}' (FORMAT parquet)")
    target.replace(path)


def _is_slug(connection: duckdb.DuckDBPyConnection, path: Path, name: str) -> bool:
    """Lower-case words of code, as statuses, units and ids are; a free text has a capital, a blank or a sign."""
    sql = f"""SELECT bool_and(regexp_full_match("{name}", '[a-z0-9_;+.:-]*')) FROM read_parquet('{path}')"""
    found = connection.execute(sql).fetchone()
    return bool(found and found[0] is not False)


def _poisoned(content: object, told: tuple[str, ...], place: int = 0) -> object:
    if isinstance(content, list):
        return [_poisoned(one, told, place + index) for index, one in enumerate(content)]
    if not isinstance(content, dict):
        return content
    return {
        name: f"{value} {PAYLOADS[(place + index) % len(PAYLOADS)]}"
        if name in told and isinstance(value, str)
        else _poisoned(value, told, place + index)
        for index, (name, value) in enumerate(content.items())
    }


def _write(path: Path, content: object) -> None:
    path.write_text(json.dumps(content, indent=2), encoding="utf-8")
