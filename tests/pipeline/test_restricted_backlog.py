"""The command on the backlog page: it runs as it stands, on the restricted tier only, and lists the oldest requests."""

import csv
import io
import shlex
from dataclasses import replace

from dashboards.pages.backlog_chase import OLDEST_COMMAND
from tests.pipeline.large_sample import ACCOUNT_KEY, RESTRICTED_KEY
from tests.pipeline.workbench import Ran, Workbench, run_in


def test_the_command_of_the_backlog_page_lists_the_oldest_requests(workbench: Workbench, large: Ran) -> None:
    program, *words = shlex.split(OLDEST_COMMAND)
    assert (program, len(words)) == ("takedown", 4)
    settings = replace(workbench.settings, account_key=ACCOUNT_KEY, restricted_key=RESTRICTED_KEY)
    code, stdout, stderr = run_in(large.home, settings, *words)
    assert (code, stderr) == (0, "")
    found = list(csv.DictReader(io.StringIO(stdout)))
    query = """
        SELECT platform_id, request_id FROM marts.fct_open_requests
        QUALIFY row_number() OVER (PARTITION BY platform_id ORDER BY reported_at, request_id) <= 10
        ORDER BY platform_id, reported_at, request_id
    """
    code, stdout, _ = run_in(large.home, settings, "query", "--csv", query)
    assert code == 0
    oldest = [(row["platform_id"], row["request_id"]) for row in csv.DictReader(io.StringIO(stdout))]
    assert [(row["platform_id"], row["request_id"]) for row in found] == oldest
    assert all(row["handle"] for row in found), "who is asked about stands here and in no other tier"


def test_without_the_key_the_command_says_what_is_missing(workbench: Workbench, large: Ran) -> None:
    code, stdout, stderr = run_in(large.home, workbench.settings, *shlex.split(OLDEST_COMMAND)[1:])
    assert (code, stdout) == (1, "")
    assert "no secret key" in stderr
