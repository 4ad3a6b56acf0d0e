"""The sample that mirrors are measured on: its disguises, decoys and truth; and replicas that are nobody's mirror."""

from pathlib import Path

import duckdb
import pytest

from orchestration.accounts import normalise_handle, write_account_keys
from orchestration.clock import set_clock
from orchestration.landing import land
from orchestration.mirrors import model
from orchestration.mirrors.names import spell
from orchestration.sample import SCENARIOS, true_mirrors, write_sample
from orchestration.settings import Settings
from orchestration.warehouse import connect
from tests.conftest import NOW
from tests.pipeline.workbench import run_command

HARDER = "look-alikes"


@pytest.fixture(scope="module")
def harder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path: Path = tmp_path_factory.mktemp("harder")
    write_sample(path, seed=5, scenario=HARDER)
    return path


def handles(landing: Path) -> set[str]:
    months = duckdb.sql(f"select distinct handle from '{landing}/requests/*.parquet'").fetchall()
    return {normalise_handle(handle) for (handle,) in months}


def test_an_unknown_scenario_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="scenario 'hostile-x' is not known: choose one of cooperative-telegram"):
        write_sample(tmp_path, scenario="hostile-x")


def test_the_same_bytes_whatever_the_threads(harder: Path, tmp_path: Path) -> None:
    for path in write_sample(tmp_path, seed=5, scenario=HARDER, threads=1).files:
        assert path.read_bytes() == (harder / path.relative_to(tmp_path)).read_bytes(), path.name


def test_the_harder_scenario_has_more_mirrors_and_each_has_a_handle_of_its_own() -> None:
    usual, harder_ones = (true_mirrors(seed=5, scenario=scenario) for scenario in SCENARIOS)
    assert len(usual) == 44
    assert len(harder_ones) > 140
    successors = [(platform, normalise_handle(handle)) for _, _, platform, handle in harder_ones]
    assert len(set(successors)) == len(successors)
    assert not {(platform, normalise_handle(handle)) for platform, handle, _, _ in harder_ones} & set(successors)
    assert sum(former != latter for former, _, latter, _ in harder_ones) > 20, "some move to another platform"


def test_disguises_are_heavy_and_of_many_kinds(harder: Path) -> None:
    found = handles(harder)
    assert any("\u200b" in handle for handle in found)
    assert any("а" in handle for handle in found), "Cyrillic"
    assert any("α" in handle for handle in found), "Greek"
    pairs = true_mirrors(seed=5, scenario=HARDER)
    kept = sum(spell(former).letters == spell(latter).letters for _, former, _, latter in pairs)
    assert 0.2 < kept / len(pairs) < 0.6, "normalising alone does not find them"


def test_decoys_are_there_and_succeed_nobody(harder: Path) -> None:
    true = {normalise_handle(handle) for _, _, _, handle in true_mirrors(seed=5, scenario=HARDER)}
    decoys = {handle for handle in handles(harder) if handle.endswith(("_fans", "_cricket", "_poetry", "_hub"))}
    assert len(decoys) > 20
    assert not decoys & true


def test_the_verb_takes_a_scenario(tmp_path: Path) -> None:
    settings = Settings(tmp_path, Path.cwd(), tmp_path, NOW, account_key="test-key")
    code, stdout, stderr, _ = run_command(settings, "sample", "--scenario", HARDER, "--seed", "5")
    assert (code, stderr) == (0, "")
    assert "requests" in stdout
    assert any("\u200b" in handle for handle in handles(settings.landing))
    assert run_command(settings, "sample", "--scenario", "hostile-x")[0] == 2


def test_replicas_of_a_larger_sample_do_not_look_alike(tmp_path: Path) -> None:
    settings = Settings(tmp_path, Path.cwd(), tmp_path, NOW, account_key="test-key")
    write_sample(settings.landing, scale=3)
    land(settings, sources=["requests", "responses", "account_checks", "complaints"])
    with connect(settings.warehouse) as connection:
        write_account_keys(connection, settings)
        set_clock(connection, now=NOW)
        counts = model.write_mirrors(connection)
        replica = "regexp_extract({}.handle, '[a-z]{{6}}_[a-z]{{6}}$')"
        ((apart,),) = connection.execute(
            "select count(*) from raw.mirror_evidence inner join mirror_accounts as former "
            "on predecessor_account_id = former.account_id inner join mirror_accounts as latter "
            "on successor_account_id = latter.account_id where former.handle like '%\\_%\\_%\\_%\\_%' escape '\\' "
            f"and {replica.format('former')} <> {replica.format('latter')}"
        ).fetchall()
    assert counts["account_count"] == 3 * 1133
    assert apart <= 5
