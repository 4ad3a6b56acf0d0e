"""What `takedown open` starts on a release: the DuckDB shell, or JupyterLab with the example notebooks.

Belongs here: which program, with which arguments, in which folder. Does not: questions to a release (metric_query,
status), and what the notebooks ask (dashboards/notebooks).
"""

import hashlib
import json
import os
import shutil
import stat
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn

from orchestration.release import list_releases, require_release
from orchestration.settings import Settings, research_environment

BANNER = """Release {id}, as of {as_of_date}{mark}. Read-only. For example:
  from marts.fct_compliance_summary;
  from compliance_as_of('{as_of_date}');
  select table_name, comment from duckdb_tables();
.quit leaves."""
INSTALL = "`make demo` installs it, as does the extra [research]"
# Nothing is fetched: no news, no look for updates, no catalogue of extensions. The token is made anew each time.
NOTEBOOK_OPTIONS = (
    "--no-browser",
    "--ServerApp.ip=127.0.0.1",
    "--LabApp.news_url=None",
    "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate",
    "--LabApp.extension_manager=readonly",
)
# A configuration left in somebody's folder could open the server to the network, or take its token away.
NOTEBOOK_ENVIRONMENT = {"JUPYTER_NO_CONFIG": "1", "JUPYTER_TOKEN": ""}
COPIED = ".copied.json"


class ToolMissingError(RuntimeError):
    """A program is not installed, or cannot be used here. Says how to get it, or what to use instead."""


def open_shell(settings: Settings, release_id: str | None) -> NoReturn:
    """Become the DuckDB shell on the release; SQL that is piped in is answered without a greeting.

    Raises FileNotFoundError when there is no such release, ToolMissingError without a shell or anybody to talk to.
    """
    folder, mode = find_release(settings, release_id), os.fstat(sys.stdin.fileno()).st_mode
    command = shell_command(find_program(Path(sys.executable).parent, "duckdb"), folder)
    if sys.stdin.isatty():
        print(greeting(folder), flush=True)
    elif stat.S_ISCHR(mode):
        raise ToolMissingError('there is no terminal here: pipe SQL in, or ask with `takedown query "SQL"`')
    _become(command, folder)


def open_notebooks(settings: Settings, release_id: str | None, port: int) -> NoReturn:
    """Become JupyterLab on this machine's own address, in the folder with copies of the example notebooks.

    Raises as open_shell does.
    """
    folder = find_release(settings, release_id)
    program = find_program(Path(sys.executable).parent, "jupyter-lab")
    for name in copy_notebooks(settings.project / "dashboards" / "notebooks", settings.notebooks):
        print(f"kept {settings.notebooks / name}, which was changed since it was copied", flush=True)
    _become(notebook_command(program, settings.notebooks, port), folder)


def find_release(settings: Settings, release_id: str | None) -> Path:
    """The folder of that release, or of the current one. Raises FileNotFoundError, naming those that are there."""
    if release_id is None:
        return require_release(settings)
    if release_id not in (known := list_releases(settings)):
        raise FileNotFoundError(f"no release {release_id!r} in {settings.releases}; there are: {', '.join(known)}")
    return settings.releases / release_id


def find_program(beside: Path, name: str) -> Path:
    """The program `name` of this environment. Raises ToolMissingError when it is not installed."""
    if not (beside / name).is_file():
        raise ToolMissingError(f"{name} is not in {beside}: {INSTALL}")
    return beside / name


def shell_command(program: Path, release: Path) -> list[str]:
    """The DuckDB shell on the release's file, which it cannot write; times are shown in UTC."""
    once = ("set timezone = 'UTC'", "set autoinstall_known_extensions = false")
    options = [part for statement in once for part in ("-cmd", statement)]
    return [str(program), "-readonly", *options, str(release / "research" / "takedown.duckdb")]


def notebook_command(program: Path, folder: Path, port: int) -> list[str]:
    """JupyterLab in `folder`. It refuses to run for root unless told that this is meant."""
    root = ["--allow-root"] if os.geteuid() == 0 else []
    return [str(program), *NOTEBOOK_OPTIONS, *root, f"--ServerApp.root_dir={folder}", f"--ServerApp.port={port}"]


def copy_notebooks(examples: Path, folder: Path) -> list[str]:
    """Copy the examples into `folder`; returns the names of those that a person has changed, which are left alone."""
    folder.mkdir(parents=True, exist_ok=True)
    record = folder / COPIED
    copied: dict[str, str] = json.loads(record.read_text("utf-8")) if record.exists() else {}
    kept = []
    for example in sorted(examples.glob("*.ipynb")):
        copy = folder / example.name
        if copy.exists() and _digest(copy) not in (copied.get(example.name), _digest(example)):
            kept.append(example.name)
            continue
        shutil.copyfile(example, copy)
        copied[example.name] = _digest(example)
    record.write_text(json.dumps(copied, indent=1), encoding="utf-8")
    return kept


def greeting(release: Path) -> str:
    """What one may ask, said before the shell's first prompt."""
    facts = json.loads((release / "research" / "datapackage.json").read_text("utf-8"))["takedown"]
    mark = " (SYNTHETIC)" if facts["is_synthetic"] else ""
    return BANNER.format(id=release.name, as_of_date=facts["as_of_date"], mark=mark)


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def _become(command: Sequence[str], release: Path) -> NoReturn:
    # In place of this process, so that Ctrl-C and the end of the terminal reach the program itself.
    sys.stdout.flush()
    environment = {**research_environment(release), **NOTEBOOK_ENVIRONMENT}
    os.execve(command[0], list(command), environment)  # noqa: S606 - an argument list and no shell
