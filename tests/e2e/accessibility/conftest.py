"""What the judges of accessibility share: axe-core and Lighthouse from npm by lock file, and the pages they judge."""

import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
INSTALL = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--silent", "--fetch-retries=0")
# One other country stands for all two hundred: the same template, filled by the same code.
COUNTRY = "published-in"


@pytest.fixture(scope="session")
def judges() -> Path:
    """The folder `node_modules` with both judges, as package-lock.json names them. Skipped where npm brings nothing."""
    if shutil.which("npm") is None:
        pytest.skip("npm is not installed: axe-core and Lighthouse cannot be brought")
    folder = HERE / "node_modules"
    if _is_stale(folder):
        done = subprocess.run(INSTALL, cwd=HERE, capture_output=True, timeout=300, check=False)
        if done.returncode:
            pytest.skip(f"npm could not bring axe-core and Lighthouse: {done.stderr.decode()[-300:]}")
    return folder


def site_pages(site: Path) -> list[str]:
    """The pages below `site`, sorted; of the countries' pages only that of COUNTRY."""
    found = sorted(path.relative_to(site) for path in [*site.glob("*.html"), *site.glob("ur/*.html")])
    return [str(path) for path in found if not path.stem.startswith("published-") or path.stem == COUNTRY]


def _is_stale(folder: Path) -> bool:
    installed = folder / ".package-lock.json"
    return not installed.is_file() or installed.stat().st_mtime < (HERE / "package-lock.json").stat().st_mtime
