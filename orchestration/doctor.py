"""What is wrong with the set-up, and how to mend it."""

import json
import shutil
import stat
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from orchestration.demo import find_real_logs
from orchestration.settings import Settings

NEEDED_GIB = 1.0
PACKAGES = ("dagster", "dagster-dbt", "dbt-duckdb", "duckdb", "great-expectations", "plotly")


@dataclass(frozen=True)
class Finding:
    """One thing looked at. `level` is ok, note or fault; `mend` says what to do about a note or a fault."""

    level: str
    what: str
    mend: str = ""


def examine(settings: Settings) -> list[Finding]:
    """Everything that `takedown doctor` looks at, in order of dependence."""
    looks: tuple[Callable[[Settings], Iterator[Finding]], ...] = (
        _python,
        _packages,
        _home,
        _landing,
        _published,
        _key,
        _restricted_key,
        _warehouse,
        _release,
        _browser,
        _npm,
        _parts,
    )
    return [finding for look in looks for finding in look(settings)]


def _python(_: Settings) -> Iterator[Finding]:
    found = ".".join(map(str, sys.version_info[:3]))
    good = sys.version_info >= (3, 11)
    yield Finding("ok" if good else "fault", f"Python {found}", "" if good else "install Python 3.11 or newer")


def _packages(settings: Settings) -> Iterator[Finding]:
    pinned = _pins(settings.project / "requirements.lock")
    for name in PACKAGES:
        try:
            found = version(name)
        except PackageNotFoundError:
            yield Finding("fault", f"{name} is not installed", "run `make demo` or `make test`, which install the lock")
            continue
        wanted = pinned.get(name, found)
        if found == wanted:
            yield Finding("ok", f"{name} {found}")
        else:
            yield Finding("fault", f"{name} {found}, the lock has {wanted}", "delete .venv and run `make demo`")


def _pins(lock: Path) -> dict[str, str]:
    if not lock.exists():
        return {}
    lines = [line.split()[0] for line in lock.read_text(encoding="utf-8").splitlines() if "==" in line]
    return {name: pin for name, pin in (line.split("==", 1) for line in lines)}


def _home(settings: Settings) -> Iterator[Finding]:
    settings.home.mkdir(parents=True, exist_ok=True)
    free_gib = shutil.disk_usage(settings.home).free / 2**30
    level = "ok" if free_gib >= NEEDED_GIB else "fault"
    mend = "" if level == "ok" else f"free {NEEDED_GIB} GiB, or set TAKEDOWN_HOME to a larger disk"
    yield Finding(level, f"{settings.home}: {free_gib:.1f} GiB free", mend)


def _landing(settings: Settings) -> Iterator[Finding]:
    files = [path for path in settings.landing.rglob("*") if path.is_file()] if settings.landing.exists() else []
    if not files:
        yield Finding("note", "the landing folder is empty", "run `takedown sample`, or put files in landing/<source>/")
        return
    real = len(find_real_logs(settings.landing))
    synthetic = sum(path.name.startswith("synthetic-") for path in files)
    if real and synthetic:
        yield Finding(
            "fault", "landing holds real and synthetic request logs", "move one kind to another TAKEDOWN_HOME"
        )
    else:
        yield Finding("ok", f"landing: {len(files)} files")


def _published(settings: Settings) -> Iterator[Finding]:
    if settings.published_samples.is_dir():
        yield Finding("ok", f"published reports at {settings.published_samples}")
    else:
        mend = "optional: set TAKEDOWN_PUBLISHED_SAMPLES to the folder that holds google_removals/"
        yield Finding("note", f"no published reports at {settings.published_samples}", mend)


def _key(settings: Settings) -> Iterator[Finding]:
    if settings.account_key:
        yield Finding("ok", "account key from TAKEDOWN_ACCOUNT_KEY")
    elif not settings.account_key_file.exists():
        yield Finding(
            "note", "no account key yet", "the first build makes one; back it up, or ids change when it is lost"
        )
    elif stat.S_IMODE(settings.account_key_file.stat().st_mode) & 0o077:
        mend = f"chmod 600 {settings.account_key_file}"
        yield Finding("fault", "others can read the account key and so guess handles from ids", mend)
    else:
        yield Finding("ok", f"account key in {settings.account_key_file}")


def _restricted_key(settings: Settings) -> Iterator[Finding]:
    from orchestration.restricted import HOW_TO_MAKE_ONE, RestrictedError, read_keys

    where = "TAKEDOWN_RESTRICTED_KEY" if settings.restricted_key else str(settings.restricted_key_file)
    try:
        keys = read_keys(settings)
    except (RestrictedError, OSError, UnicodeDecodeError) as error:
        yield Finding("fault", "the restricted key cannot be used", str(error))
        return
    if keys is None:
        mend = f"optional, to make one: {HOW_TO_MAKE_ONE.format(path=settings.restricted_key_file)}"
        yield Finding("note", "no restricted key: releases are written without the encrypted warehouse", mend)
    else:
        reads = "writes and opens" if keys.identities else "writes, but cannot open,"
        yield Finding("ok", f"restricted key from {where}: {reads} the encrypted warehouse")


def _warehouse(settings: Settings) -> Iterator[Finding]:
    from orchestration.warehouse import WarehouseBusyError, WarehouseDamagedError, connect

    if not settings.warehouse.exists():
        yield Finding("note", "no warehouse yet", "run `takedown build`")
        return
    try:
        with connect(settings.warehouse, read_only=True, wait=0.2):
            yield Finding("ok", f"warehouse opens: {settings.warehouse}")
    except WarehouseBusyError as error:
        yield Finding("note", "the warehouse is in use", str(error))
    except WarehouseDamagedError as error:
        yield Finding("fault", str(error), "delete it and run `takedown build`, which loads the landing folder")


def _release(settings: Settings) -> Iterator[Finding]:
    from orchestration.release import ReleaseDamagedError, current_release, verify

    folder = current_release(settings)
    if folder is None and settings.current_release.is_symlink():
        mend = "run `takedown release --list`, then `takedown release --use ID`"
        yield Finding("fault", f"{settings.current_release} points to a release that is not there", mend)
        return
    if folder is None:
        yield Finding("note", "no release yet", "run `takedown build`")
        return
    try:
        yield Finding("ok", f"release {folder.name}: {verify(folder)} files verified")
    except (ReleaseDamagedError, OSError, json.JSONDecodeError) as error:
        yield Finding("fault", f"release {folder.name} is damaged", str(error))


def _browser(_: Settings) -> Iterator[Finding]:
    if shutil.which("chromium"):
        yield Finding("ok", "chromium, for the browser tests")
    else:
        yield Finding(
            "note", "no chromium: the browser tests will be skipped", "run .ci/install-debian-packages as root"
        )


def _npm(_: Settings) -> Iterator[Finding]:
    if shutil.which("npm"):
        yield Finding("ok", "npm, which brings the site's SQL console, plotly.js and fonts")
    else:
        mend = "optional: install Node.js with npm, then run `takedown site --console`"
        yield Finding("note", "no npm: the site is made without its SQL console and fonts", mend)


def _parts(settings: Settings) -> Iterator[Finding]:
    from orchestration.site_parts import WITHOUT, parts_folder

    if folder := parts_folder(settings):
        yield Finding("ok", f"plotly.js and fonts for Urdu in {folder}")
    else:
        yield Finding("note", f"site: {WITHOUT}", "optional: run `takedown site --parts`, which needs npm")
