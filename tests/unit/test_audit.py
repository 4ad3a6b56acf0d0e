"""`make audit`: known faults are named, and silence of the service is never taken for a clean bill."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from orchestration.settings import PROJECT_DIR

Package = dict[str, object]
CLEAN: Package = {"name": "clean", "version": "1.0", "vulns": []}
FAULTY: Package = {"name": "faulty", "version": "2.0", "vulns": [{"id": "PYSEC-1", "fix_versions": ["2.1", "3.0"]}]}
UNMENDED: Package = {"name": "old", "version": "3.0", "vulns": [{"id": "PYSEC-2", "fix_versions": []}]}
SKIPPED: Package = {"name": "skipped", "skip_reason": "not found in the index"}


def audit(answer: str, log: Path) -> tuple[int, str]:
    """Exit code and output of the script that `make audit` pipes pip-audit's answer into."""
    command = [sys.executable, str(PROJECT_DIR / ".ci" / "audit.py"), str(log)]
    ran = subprocess.run(command, input=answer, capture_output=True, text=True, check=False)
    assert ran.stderr == ""
    return ran.returncode, ran.stdout


@pytest.mark.parametrize("answer", ["", "<html>503</html>", "[]", "{}", '{"dependencies": []}'])
def test_no_answer_is_no_clean_bill(tmp_path: Path, answer: str) -> None:
    code, said = audit(answer, tmp_path / "no.log")
    assert code == 2
    assert "could not be asked about" in said


def test_why_there_is_no_answer_is_said(tmp_path: Path) -> None:
    log = tmp_path / "audit.log"
    log.write_text("WARNING: slow\nERROR: no route to host\n")
    assert "(ERROR: no route to host)" in audit("", log)[1]


PACKAGES: dict[str, tuple[list[Package], int, str]] = {
    "one of two not asked about": ([CLEAN, SKIPPED], 2, "could not be asked about 1 of 2 (skipped)"),
    "a fault outweighs what was not asked": ([FAULTY, SKIPPED], 1, "faulty 2.0: PYSEC-1, mended in 2.1, 3.0"),
    "a fault that nobody has mended": ([CLEAN, UNMENDED], 1, "old 3.0: PYSEC-2, mended in no version yet"),
    "nothing known": ([CLEAN], 0, "1 packages, no vulnerability known"),
}


@pytest.mark.parametrize(("packages", "code", "said"), PACKAGES.values(), ids=PACKAGES)
def test_what_the_service_says(tmp_path: Path, packages: list[Package], code: int, said: str) -> None:
    found, output = audit(json.dumps({"dependencies": packages}), tmp_path / "no.log")
    assert found == code
    assert said in output
    assert ("no vulnerability known" in output) == (code == 0)
