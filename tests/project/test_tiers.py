"""The tiers: unit tests load no framework, whatever runs beside them, and the guard that says so works."""

import ast
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import TIERS, TOO_HEAVY_FOR_UNIT
from tests.project.tree import ROOT, fenced, files_in, syntax_of

# Importing one of these loads Dagster; in a whole run it may be loaded already, so the words are checked too.
DAGSTER_ROOMS = ("orchestration.definitions", "orchestration.automation", "orchestration.assets")
OFF_LIMITS = (*TOO_HEAVY_FOR_UNIT, "dagster_dbt", *DAGSTER_ROOMS)


def heavy_imports(tree: ast.Module) -> list[str]:
    named = [alias.name for node in ast.walk(tree) if isinstance(node, ast.Import) for alias in node.names]
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            named += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
    return [name for name in named if any(f"{name}.".startswith(f"{heavy}.") for heavy in OFF_LIMITS)]


def test_unit_tests_import_no_framework() -> None:
    broken = [f"{path}: {name}" for path in files_in("tests/unit/", ".py") for name in heavy_imports(syntax_of(path))]
    assert not broken, fenced(broken)


@pytest.mark.parametrize("source", ["import dagster as dg", "from orchestration import assets", "import dagster.core"])
def test_a_heavy_import_is_found(source: str) -> None:
    assert heavy_imports(ast.parse(source))


def test_every_test_is_in_a_tier() -> None:
    tests = [path for path in files_in("tests/", ".py") if path.rpartition("/")[2].startswith("test_")]
    loose = [path for path in tests if path.split("/")[1] not in TIERS]
    assert not loose, fenced(loose)


def run_with_guard(folder: Path, tier: str, test: str) -> subprocess.CompletedProcess[str]:
    """Runs one test under our conftest, in a project where `dagster` is an empty module."""
    (folder / "tests" / tier).mkdir(parents=True)
    shutil.copy(ROOT / "tests" / "conftest.py", folder / "tests")
    (folder / "dagster.py").write_text("")
    (folder / "tests" / tier / "test_it.py").write_text(test)
    (folder / "pytest.ini").write_text(f"[pytest]\npythonpath = {folder} {ROOT}\nmarkers =\n  unit\n  pipeline\n")
    command = [sys.executable, "-m", "pytest", "-p", "no:cacheprovider", str(folder / "tests")]
    return subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)


@pytest.mark.parametrize("test", ["import dagster\ndef test(): ...", "def test():\n    import dagster"])
def test_the_guard_stops_a_heavy_unit_test(tmp_path: Path, test: str) -> None:
    run = run_with_guard(tmp_path, "unit", test)
    assert run.returncode != 0
    assert "imports dagster" in run.stdout


def test_the_guard_leaves_the_other_tiers_alone(tmp_path: Path) -> None:
    assert run_with_guard(tmp_path, "pipeline", "import dagster\ndef test(): ...").returncode == 0
