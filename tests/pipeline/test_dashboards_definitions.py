"""The page of definitions tells the truth of the release: commands that run, files with those bytes and hashes."""

import hashlib
import re
import shlex
import subprocess
import sys

import duckdb

from dashboards.data import open_release
from dashboards.pages import definitions_files as files
from dashboards.pages.definitions import build
from dashboards.words import Words
from orchestration.settings import Settings
from tests.pipeline.workbench import Ran, run_in

WORDS = Words()


def rows_of(command: str, ran: Ran) -> list[tuple[object, ...]]:
    """What `duckdb -readonly FILE -c "SQL"`, typed in the release folder, answers."""
    program, flag, file, also, sql = shlex.split(command)
    assert (program, flag, also) == ("duckdb", "-readonly", "-c")
    with duckdb.connect(str(ran.release / file), read_only=True) as connection:
        return connection.execute(sql).fetchall()


def test_the_queries_run_in_the_release_folder(october: Ran) -> None:
    summary = rows_of(files.SHELL_QUERY, october)
    assert summary[-1][0] == "all"
    assert sum(int(str(row[1])) for row in summary[:-1]) == summary[-1][1]
    comments = dict(rows_of(files.TABLES_QUERY, october))
    assert all(comments.values())
    assert "fct_compliance_summary" in comments


def test_the_python_lines_run_in_the_release_folder(october: Ran) -> None:
    command = [sys.executable, "-c", files.PYTHON_QUERY]
    ran = subprocess.run(command, cwd=october.release, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stderr
    assert "reported_count" in ran.stdout


def test_the_command_that_cites_runs(october: Ran, settings: Settings) -> None:
    code, stdout, stderr = run_in(october.home, settings, *shlex.split(files.CITE_COMMAND)[1:])
    assert code == 0, stderr
    assert october.release.name in stdout


def test_every_file_lies_there_with_the_bytes_and_the_hash_that_are_told(october: Ran) -> None:
    with open_release(october.release) as release:
        table = files.file_table(release, WORDS)
    links = [link.href for *_, link, _, _ in table.rows]
    tables = {link.rpartition("/")[2].partition(".")[0] for link in links}
    assert tables == set(release.facts.tables)
    assert sum(link.endswith((".csv", ".csv.gz")) for link in links) == len(tables)
    assert sum(link.endswith(".parquet") for link in links) == len(tables)
    # Workbooks are made with the site and have no hash in the release.
    for *_, link, size, sha256 in (row for row in table.rows if not row[-3].href.endswith(".xlsx")):
        content = (october.home / "site" / link.href).read_bytes()
        assert size.text == WORDS.number(len(content)), link.href
        assert hashlib.sha256(content).hexdigest().startswith(sha256.text.rstrip("…")), link.href


def test_the_codebook_lies_beside_the_page_and_the_citation_is_the_releases_own(october: Ran) -> None:
    with open_release(october.release) as release:
        parts = build(release, WORDS).parts
    assert (october.home / "site" / parts["codebook"]).read_bytes() == (october.release / "codebook.html").read_bytes()
    assert parts["citation_file"] == (october.release / "CITATION.cff").read_text(encoding="utf-8")
    assert october.release.name in parts["citation"]


def test_the_changes_are_those_of_the_public_tables(mended: Ran) -> None:
    with open_release(mended.release) as release:
        table = build(release, WORDS).parts["changes"]
        public = set(release.facts.tables)
    told = re.findall(r"^- `([a-z0-9_]+)", (mended.release / "CHANGES.md").read_text(encoding="utf-8"), flags=re.M)
    assert [row[0].text for row in table.rows] == [name for name in told if name in public]
    assert not [row for row in table.rows if row[2].kind == "quote"], "every line is understood"
