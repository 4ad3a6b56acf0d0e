"""The dbt tests that count published tables again in another way: silent on any history, since each is a true law.

A check that fails on a log that is merely odd would stop a build for nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace

import pytest
from hypothesis import given, settings

from orchestration.clock import parse_as_of
from tests.pipeline.compiled_models import Replay, compile_models
from tests.pipeline.oracle.conftest import AFTER_EVERY_HISTORY
from tests.pipeline.oracle.delivery import write_files
from tests.pipeline.oracle.histories import History, histories
from tests.pipeline.poison.singular_poisons import SINGULAR
from tests.pipeline.workbench import Workbench, dbt, environment

pytestmark = pytest.mark.timeout(0)  # a night of histories takes as long as it takes
FEWER = settings(max_examples=max(1, settings.default.max_examples // 20))
# What random histories do break, or what Replay does not build: labels nobody knows, laws of files.
NOT_OF_THE_LOG = {"every_label_is_known", "agreed_hours_do_not_overlap", "laws_repeat_their_counts"}


@dataclass(frozen=True)
class Checks:
    """Where histories are replayed, and the compiled SQL of the checks by name."""

    replay: Replay
    sql: dict[str, str]
    models: frozenset[str]


@pytest.fixture(scope="module")
def checks(workbench: Workbench, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Checks]:
    folder = tmp_path_factory.mktemp("checks")
    home = replace(workbench.settings, home=folder / "compiled", now=AFTER_EVERY_HISTORY)
    home.home.mkdir()
    with environment(home):
        found = dbt(home, "compile", "--select", "test_type:singular", "--vars", "{min_cell: 0}")
    tests = [result.node for result in found if result.node.name in SINGULAR.keys() - NOT_OF_THE_LOG]
    models = frozenset(name.rpartition(".")[2] for test in tests for name in test.depends_on.nodes if "model." in name)
    replay = Replay(compile_models(home, models), folder / "home")
    yield Checks(replay, {test.name: test.compiled_code for test in tests}, models)
    replay.close()


@FEWER
@given(history=histories())
def test_what_is_counted_twice_is_the_same(checks: Checks, history: History) -> None:
    write_files(checks.replay.clear(), history.files)
    checks.replay.land()
    for question in history.as_of:
        checks.replay.build(question, checks.models)
        assert parse_as_of(question)
        found = {name: rows for name, sql in checks.sql.items() if (rows := checks.replay.rows(sql))}
        assert found == {}
