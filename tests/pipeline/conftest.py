"""What the pipeline tests share: one workbench, and each build that several tests look at, made once.

Belongs here: fixtures. Does not: what a build is handed (deliveries), how it is run (workbench), questions (the tests).
"""

import json
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from orchestration.catalog import ReleaseTable, read_catalog
from orchestration.release import Contents, publish
from orchestration.sample import write_sample
from orchestration.settings import PROJECT_DIR, Settings, read_settings
from orchestration.warehouse import connect
from tests.conftest import NOW
from tests.pipeline.deliveries import TRUNCATED_AT, copy_sample_until, deliver_otherwise, mend, plant_marks, spoil
from tests.pipeline.large_sample import ACCOUNT_KEY, RESTRICTED_KEY, SCALE, plant_everywhere
from tests.pipeline.sample_calibration import Sources, read_sources
from tests.pipeline.workbench import Ran, Workbench

AUGUST = "2025-08-15"
JULY = "2025-07-25"
LARGE_TIMEOUT_SECONDS = 1800  # two builds of 100,000 requests are set up in the time of the first test that asks


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if isinstance(item, pytest.Function) and "large" in (*item.fixturenames, *_parameters(item)):
            item.add_marker(pytest.mark.timeout(LARGE_TIMEOUT_SECONDS))


def _parameters(item: pytest.Function) -> list[str]:
    """The texts that a test is called with by its parameters, of which one may name a fixture."""
    given = item.callspec.params.values() if hasattr(item, "callspec") else ()
    return [value for value in given if isinstance(value, str)]


@pytest.fixture(scope="session")
def workbench(tmp_path_factory: pytest.TempPathFactory) -> Workbench:
    """The one home of the tier, and the shelf for its copies."""
    folder = tmp_path_factory.mktemp("pipeline")
    settings = Settings(
        home=(folder / "home").resolve(),
        project=PROJECT_DIR,
        published_samples=read_settings().published_samples,
        now=NOW,
        account_key="test-key",
    )
    (folder / "shelf").mkdir()
    return Workbench(settings, folder / "shelf")


@pytest.fixture(scope="session")
def landing(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A landing folder with the sample, for looking at its files."""
    path: Path = tmp_path_factory.mktemp("landing")
    write_sample(path)
    return path


@pytest.fixture(scope="session")
def damaged_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for damaged copies of files, one at a time."""
    return tmp_path_factory.mktemp("damaged")


@pytest.fixture(scope="session")
def sources(landing: Path) -> Sources:
    """The rows of those files, as plain Python reads them."""
    return read_sources(landing)


@pytest.fixture(scope="session")
def october(workbench: Workbench) -> Ran:
    """`takedown demo` in an empty home: the sample up to 2025-10-31, and the published reports where they lie."""
    workbench.clear()
    return passed(workbench.takedown("october", "demo"))


@pytest.fixture(scope="session")
def again(workbench: Workbench, october: Ran) -> Ran:
    """A build with nothing new."""
    workbench.clear(october.home)
    return passed(workbench.takedown("again", "build"))


@pytest.fixture(scope="session")
def rebuilt(workbench: Workbench, october: Ran) -> Ran:
    """A build from the same landing folder in a home that holds nothing else."""
    workbench.clear()
    shutil.copytree(october.home / "landing", workbench.settings.landing)
    return passed(workbench.takedown("rebuilt", "build"))


@pytest.fixture(scope="session")
def august(workbench: Workbench, october: Ran) -> Ran:
    """The same log, as of 2025-08-15."""
    workbench.clear(october.home)
    leave_out_published_reports(workbench)
    return passed(workbench.takedown("august", "build", "--as-of", AUGUST))


@pytest.fixture(scope="session")
def july_build(workbench: Workbench, october: Ran) -> Ran:
    """The same log, as of 2025-07-25."""
    workbench.clear(october.home)
    leave_out_published_reports(workbench)
    return passed(workbench.takedown("july", "build", "--as-of", JULY))


@pytest.fixture(scope="session")
def july(july_build: Ran) -> Path:
    """The warehouse as of 2025-07-25."""
    return july_build.home / "warehouse.duckdb"


@pytest.fixture(scope="session")
def truncated(workbench: Workbench, october: Ran) -> Path:
    """The warehouse as of 2025-08-15, from a log that ends there."""
    workbench.clear()
    copy_sample_until(TRUNCATED_AT, october.home / "warehouse.duckdb", workbench.settings.landing)
    return workbench.build_marts("truncated", as_of=AUGUST)


@pytest.fixture(scope="session")
def tables(workbench: Workbench, october: Ran) -> tuple[ReleaseTable, ...]:
    return read_catalog(workbench.settings.manifest)


@pytest.fixture(scope="session")
def former(
    workbench: Workbench, truncated: Path, tables: tuple[ReleaseTable, ...], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """The release that was made when the log ended on 15 August."""
    home = tmp_path_factory.mktemp("former")
    warehouse = Path(shutil.copy(truncated, home / "warehouse.duckdb"))

    def quality(release_id: str) -> str:
        counts = {"checks": 0, "passed": 0, "warnings": 0, "failed": 0}
        about = {"release_id": release_id, "as_of_date": "2025-08-15", "is_synthetic": True, "verdict": "passed"}
        return json.dumps({**about, "checks": [], "counts": counts})

    contents = Contents(tables, "2025-08-15", is_synthetic=True, previous=None, quality=quality, quality_page="")
    with connect(warehouse) as connection:
        return publish(connection, replace(workbench.settings, home=home), contents).folder


@pytest.fixture(scope="session")
def delivered_otherwise(workbench: Workbench, october: Ran) -> Path:
    """The warehouse from the same records in other files: cut up, shuffled, renamed, some twice, landed in two runs."""
    workbench.clear()
    for _ in deliver_otherwise(october.home / "warehouse.duckdb", workbench.settings.landing):
        warehouse = workbench.build_marts("delivered_otherwise")
    return warehouse


@pytest.fixture(scope="session")
def blocked(workbench: Workbench, october: Ran) -> Ran:
    """A build that the gate must stop: a real log among synthetic ones, an answer before its request.

    Every free text of its log carries a mark, which may get into nothing that leaves the warehouse.
    """
    workbench.clear(october.home)
    plant_marks(october.home / "warehouse.duckdb", workbench.settings.landing)
    leave_out_published_reports(workbench)
    spoil(workbench.settings.landing)
    return workbench.takedown("blocked", "build")


@pytest.fixture(scope="session")
def refused(workbench: Workbench, blocked: Ran) -> Ran:
    """The real log is taken out again and the answer withdrawn, but a file has a column that nobody knows."""
    workbench.clear(blocked.home)
    workbench.settings.warehouse.unlink()
    mend(workbench.settings.landing)
    return workbench.takedown("refused", "build")


@pytest.fixture(scope="session")
def mended(workbench: Workbench, refused: Ran) -> Ran:
    """The same, told to pass over the file."""
    workbench.clear(refused.home)
    return workbench.takedown("mended", "build", "--keep-going")


@pytest.fixture(scope="session")
def forced(workbench: Workbench, mended: Ran) -> Ran:
    """A build with nothing new that is told to build all the same."""
    workbench.clear(mended.home)
    return passed(workbench.takedown("forced", "build", "--keep-going", "--force"))


@pytest.fixture(scope="session")
def large(workbench: Workbench) -> Ran:
    """About 100,000 requests, marked in every field that can be, with a restricted key; built as of August and whole.

    Its home holds both releases and no published reports. Keys and marks are those of tests/pipeline/large_sample.py.
    """
    settings = replace(workbench.settings, account_key=ACCOUNT_KEY, restricted_key=RESTRICTED_KEY)
    bench = Workbench(settings, workbench.shelf)
    bench.clear()
    write_sample(settings.landing, scale=SCALE)
    plant_everywhere(settings.landing)
    passed(bench.run("build", "--as-of", AUGUST))
    return passed(bench.takedown("large", "build"))


def leave_out_published_reports(workbench: Workbench) -> None:
    """Start the warehouse anew without them: they cost most of a build, and October's release has them."""
    workbench.settings.warehouse.unlink()
    shutil.rmtree(workbench.settings.landing / "published_reports", ignore_errors=True)


def passed(ran: Ran) -> Ran:
    """`ran`, which must have ended well."""
    assert ran.code == 0, f"exit code {ran.code}\n{ran.stdout}\n{ran.stderr}"
    return ran
