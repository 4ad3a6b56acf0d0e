"""What every test shares: settings on a temporary home, the published samples, and the tiers kept apart.

Belongs here: fixtures that more than one tier needs, and the guard of the unit tier.
Does not: data builders and assertions; they live beside the tests that use them.
"""

import os
import sys
from collections.abc import Generator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from orchestration.settings import PROJECT_DIR, Settings, read_settings

TESTS = Path(__file__).parent
TIERS = ("unit", "project", "pipeline", "e2e", "benchmarks")
TOO_HEAVY_FOR_UNIT = ("dagster", "great_expectations")
UNIT_BUDGET_SECONDS = 10.0
NOW = datetime(2025, 11, 1, tzinfo=UTC)

# CI tries the same 200 histories every time; a night tries as many others as it has time for.
PATIENCE = {"deadline": None, "suppress_health_check": [HealthCheck.too_slow, HealthCheck.data_too_large]}
hypothesis_settings.register_profile("ci", max_examples=200, derandomize=True, **PATIENCE)
hypothesis_settings.register_profile("nightly", max_examples=5000, print_blob=True, **PATIENCE)
hypothesis_settings.load_profile("ci")

Collecting = Generator[None, pytest.CollectReport, pytest.CollectReport]
_unit_seconds: list[float] = []


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A temporary home, a fixed time and key; no published samples unless a test asks for them by name."""
    return Settings(
        home=tmp_path / "home",
        project=PROJECT_DIR,
        published_samples=tmp_path / "no_published_samples",
        now=NOW,
        account_key="test-key",
    )


@pytest.fixture(scope="session")
def published_samples() -> Path:
    """The folder of real published reports. Without it a test is skipped; in CI (CI=true) it fails."""
    folder = read_settings().published_samples
    if not folder.is_dir():
        missing = f"no published reports at {folder}: set TAKEDOWN_PUBLISHED_SAMPLES to the folder that holds them"
        if os.environ.get("CI") == "true":
            pytest.fail(f"{missing}; CI is green only with them")
        pytest.skip(missing)
    return folder


def tier_of(path: Path) -> str:
    """The folder below tests/ that a test file stands in."""
    return path.relative_to(TESTS).parts[0]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        tier = tier_of(item.path)
        if tier not in TIERS:
            raise pytest.UsageError(f"{item.path} is in no tier: move it to one of tests/{{{','.join(TIERS)}}}/")
        item.add_marker(tier)


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(collector: pytest.Collector) -> Collecting:
    before = _heavy_modules()
    report = yield
    loaded = _heavy_modules() - before
    if loaded and isinstance(collector, pytest.Module) and tier_of(collector.path) == "unit":
        report.outcome, report.longrepr = "failed", _too_heavy(str(collector.path), loaded)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_runtest_call(item: pytest.Item) -> Generator[None, object, object]:
    before = _heavy_modules()
    outcome = yield
    loaded = _heavy_modules() - before
    if loaded and tier_of(item.path) == "unit":
        pytest.fail(_too_heavy(item.nodeid, loaded), pytrace=False)
    return outcome


def _heavy_modules() -> set[str]:
    return {name for name in TOO_HEAVY_FOR_UNIT if name in sys.modules}


def _too_heavy(where: str, loaded: set[str]) -> str:
    return (
        f"{where} imports {' and '.join(sorted(loaded))}, which takes seconds: unit tests do without. "
        "Test the plain function behind it, or move the test to tests/pipeline."
    )


def pytest_runtest_logreport(report: pytest.TestReport) -> None:
    if "unit" in report.keywords:
        _unit_seconds.append(report.duration)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if sum(_unit_seconds) > UNIT_BUDGET_SECONDS:
        spent = f"unit tests took {sum(_unit_seconds):.1f} s, their budget is {UNIT_BUDGET_SECONDS:.0f} s"
        terminalreporter.write_line(f"{spent}: see --durations=10", yellow=True)
