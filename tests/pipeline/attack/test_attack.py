"""Nothing that a release withholds can be had from the rest of what it shows, nor from two releases together (rule 7).

The attack is a set of linear programs: what is asked of them is in tests/pipeline/attack/adversary.py.
"""

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from orchestration.warehouse import connect
from tests.pipeline.attack.adversary import attack_chain, attack_platform, write_program
from tests.pipeline.attack.intervals import ContradictionError, Solver
from tests.pipeline.attack.model import SHOWN
from tests.pipeline.attack.told import FLOWS, STOCKS, Told, read_told
from tests.pipeline.marts import database
from tests.pipeline.workbench import Ran

K = 5
WEEKLY = "fct_group_activity_weekly"
PLATFORM = "facebook"  # where no account of the sample was asked for twice


def public_folders(ran: Ran) -> list[Path]:
    """The public tier of each release of the home, the earliest first."""
    return [ran.home / "releases" / name / "public" for name in ran.releases]


@pytest.fixture(scope="module", params=["october", "august", "large"])
def ran(request: pytest.FixtureRequest) -> Ran:
    found: Ran = request.getfixturevalue(request.param)
    return found


@pytest.fixture(scope="module")
def told(ran: Ran) -> list[Told]:
    return list(read_told(public_folders(ran)[-1]))


def counted(release: Path) -> pd.DataFrame:
    """What the research tier counts for every cell, shown or not."""
    names = ("week_start_date", "group_id", "platform_id", *FLOWS.values(), *STOCKS.values())
    with connect(database(release), read_only=True) as connection:
        (last_day,) = connection.execute("select max(date_day) from marts.dim_date").fetchone() or ()
        frame = connection.execute(f"select {', '.join(names)} from group_activity_as_of('{last_day}')").df()
    return frame.assign(week_start_date=pd.to_datetime(frame["week_start_date"]))


def true_cells(told: Told, cells: pd.DataFrame) -> dict[str, np.ndarray]:
    """The counted cells of a platform, laid out as those that are told."""
    own = cells[cells["platform_id"].eq(told.platform_id)]
    return {
        kind: own.pivot(index="group_id", columns="week_start_date", values=column)
        .reindex(index=list(told.groups), columns=list(told.weeks), fill_value=0)
        .to_numpy(dtype="float64")
        for kind, column in {**FLOWS, **STOCKS}.items()
    }


def test_the_truth_fits_the_model(ran: Ran, told: list[Told]) -> None:
    """An attack that assumed too much would find intervals that do not hold what they should."""
    cells = counted(public_folders(ran)[-1].parent)
    for platform in told:
        truth = true_cells(platform, cells)
        program, (side,) = write_program([platform])
        for kind in SHOWN:
            for group, week in np.ndindex(truth[kind].shape):
                program.fix(side.at(kind, group, week), truth[kind][group, week])
        Solver(program).ask(np.zeros(program.count), is_whole=False)


def test_much_is_withheld(told: list[Told]) -> None:
    assert sum(platform.is_cell_withheld.sum() for platform in told) > 20


def test_nothing_withheld_is_bounded_too_tightly(told: list[Told]) -> None:
    assert [leak for platform in told for leak in attack_platform([platform], K)] == []


def test_two_releases_together_bound_nothing_too_tightly(large: Ran) -> None:
    earlier, later = public_folders(large)[-2:]
    assert attack_chain((earlier, later), K) == []


def test_a_cell_shown_beside_a_small_one_is_found(october: Ran, tmp_path: Path) -> None:
    """The mutation: a cell that is withheld for another's sake is shown."""
    public = Path(shutil.copytree(public_folders(october)[-1], tmp_path / "public"))
    show_a_neighbour(public / "parquet" / f"{WEEKLY}.parquet", counted(october.release))
    requests = october.release / "research" / "parquet" / "fct_requests.parquet"
    (told,) = (told for told in read_told(public, requests) if told.platform_id == PLATFORM)
    assert {leak.kind for leak in attack_platform([told], K)} >= {"reported", "first"}


def test_what_contradicts_itself_is_no_answer(october: Ran) -> None:
    told = next(read_told(public_folders(october)[-1]))
    program, (side,) = write_program([told])
    program.tie(dict.fromkeys(side.over_groups("first", 0), 1.0), low=told.accounts_count + 1)
    with pytest.raises(ContradictionError):
        Solver(program).ask(np.zeros(program.count), is_whole=False)


def show_a_neighbour(path: Path, cells: pd.DataFrame) -> None:
    """Show a withheld cell beside which the others of its week and platform have one to three accounts asked for."""
    keys = ["week_start_date", "group_id", "platform_id"]
    shown = pd.read_parquet(path)
    shown["week_start_date"] = pd.to_datetime(shown["week_start_date"])
    truth = shown[keys].merge(cells, on=keys, how="left")
    is_withheld = shown["is_suppressed"] & shown["platform_id"].eq(PLATFORM)
    asked = truth.loc[is_withheld, "accounts_reported_count"]
    rest = asked.groupby(truth["week_start_date"]).transform("sum") - asked
    row = asked[rest.between(1, K - 2) & asked.ge(K)].index[0]
    columns = ["accounts_reported_count", "accounts_first_reported_count"]
    shown.loc[row, columns] = truth.loc[row, columns]
    shown.to_parquet(path)
