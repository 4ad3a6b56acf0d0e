"""What the search for mirrors costs at five and at twenty times the sample: the step alone, without dbt."""

from pathlib import Path
from time import monotonic

from orchestration.accounts import write_account_keys
from orchestration.clock import set_clock
from orchestration.landing import land
from orchestration.mirrors.model import write_mirrors
from orchestration.sample import SOURCES, write_sample
from orchestration.settings import PROJECT_DIR, Settings
from orchestration.warehouse import connect
from tests.benchmarks.measure import show
from tests.conftest import NOW

SMALL, LARGE = 5, 20


def find_mirrors(home: Path, scale: int) -> dict[str, float]:
    """Accounts, pairs compared, and seconds of the step, at this scale."""
    settings = Settings(home, PROJECT_DIR, home, NOW, account_key="test-key")
    write_sample(settings.landing, scale=scale)
    land(settings, sources=list(SOURCES))
    with connect(settings.warehouse) as connection:
        write_account_keys(connection, settings)
        set_clock(connection, now=NOW)
        started_at = monotonic()
        facts = write_mirrors(connection)
        seconds = monotonic() - started_at
    return {name: facts[name] for name in ("account_count", "compared_pair_count")} | {"seconds": seconds}


def test_pairs_grow_as_accounts_do(tmp_path: Path) -> None:
    few, many = (find_mirrors(tmp_path / str(scale), scale) for scale in (SMALL, LARGE))
    ratios = {name: many[name] / few[name] for name in few}
    head = ("mirrors", f"scale {SMALL}", f"scale {LARGE}", "ratio")
    show("Growth: the search for mirrors", head, [(name, few[name], many[name], ratios[name]) for name in few])
    # Seconds are the machine's, pairs are not: were every account compared with every other, this would be 4 times it.
    assert ratios["compared_pair_count"] < 1.5 * ratios["account_count"]
