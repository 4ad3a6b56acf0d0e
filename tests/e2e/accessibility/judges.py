"""axe-core and Lighthouse, brought by npm as the lock file beside this names them."""

import shutil
import subprocess
from pathlib import Path

HERE = Path(__file__).parent
INSTALL = ("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error", "--fetch-retries=0")
# What a registry out of reach does not say: the lock file does not hold together, or other bytes came.
OUR_FAULT = ("EUSAGE", "EINTEGRITY")


class JudgesUnavailableError(Exception):
    """npm is not here, or brings nothing."""


def bring_judges() -> Path:
    """The folder `node_modules` with both. Raises JudgesUnavailableError, and RuntimeError for a broken lock file."""
    if shutil.which("npm") is None or shutil.which("node") is None:
        raise JudgesUnavailableError("node and npm are not installed: axe-core and Lighthouse cannot be brought")
    folder = HERE / "node_modules"
    if _is_stale(folder):
        done = subprocess.run(INSTALL, cwd=HERE, capture_output=True, text=True, timeout=300, check=False)
        if any(word in done.stderr for word in OUR_FAULT):
            raise RuntimeError(f"{HERE / 'package-lock.json'} does not serve: {done.stderr[-1000:]}")
        if done.returncode:
            raise JudgesUnavailableError(f"npm could not bring axe-core and Lighthouse: {done.stderr[-300:]}")
    return folder


def _is_stale(folder: Path) -> bool:
    installed = folder / ".package-lock.json"
    return not installed.is_file() or installed.stat().st_mtime < (HERE / "package-lock.json").stat().st_mtime
