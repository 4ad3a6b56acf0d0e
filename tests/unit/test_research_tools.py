"""Which programs `takedown open` starts, with which arguments, and what becomes of notebooks that were changed."""

from pathlib import Path

import pytest

from orchestration.research_tools import (
    NOTEBOOK_OPTIONS,
    ToolMissingError,
    copy_notebooks,
    find_program,
    notebook_command,
    shell_command,
)


@pytest.fixture
def examples(tmp_path: Path) -> Path:
    folder = tmp_path / "examples"
    folder.mkdir()
    (folder / "one.ipynb").write_text("first edition")
    (folder / "two.ipynb").write_text("first edition")
    (folder / "notes.txt").write_text("no notebook")
    return folder


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in sorted(folder.glob("*.*")) if path.name[0] != "."}


def test_a_changed_notebook_is_never_overwritten(examples: Path, tmp_path: Path) -> None:
    mine = tmp_path / "home" / "notebooks"
    assert copy_notebooks(examples, mine) == []
    (mine / "one.ipynb").write_text("my own work")
    (mine / "three.ipynb").write_text("my own notebook")
    for example in ("one.ipynb", "two.ipynb"):
        (examples / example).write_text("second edition")
    assert copy_notebooks(examples, mine) == ["one.ipynb"]
    expected = {"one.ipynb": "my own work", "two.ipynb": "second edition", "three.ipynb": "my own notebook"}
    assert texts(mine) == expected
    assert copy_notebooks(examples, mine) == ["one.ipynb"]
    assert texts(mine) == expected


def test_a_notebook_that_was_there_before_is_somebodys(examples: Path, tmp_path: Path) -> None:
    (tmp_path / "one.ipynb").write_text("older than the record")
    assert copy_notebooks(examples, tmp_path) == ["one.ipynb"]
    assert (tmp_path / "one.ipynb").read_text() == "older than the record"


def test_a_deleted_notebook_comes_back(examples: Path, tmp_path: Path) -> None:
    copy_notebooks(examples, tmp_path / "mine")
    (tmp_path / "mine" / "two.ipynb").unlink()
    assert copy_notebooks(examples, tmp_path / "mine") == []
    assert (tmp_path / "mine" / "two.ipynb").exists()


def test_the_shell_cannot_write_the_release() -> None:
    command = shell_command(Path("/bin/duckdb"), Path("/releases/a b'c"))
    assert command[:2] == ["/bin/duckdb", "-readonly"]
    assert command[-1] == "/releases/a b'c/research/takedown.duckdb"
    assert "set autoinstall_known_extensions = false" in command


def test_the_notebook_server_stays_on_this_machine() -> None:
    command = notebook_command(Path("/bin/jupyter-lab"), Path("/home/me"), 8888)
    assert {"--ServerApp.ip=127.0.0.1", "--ServerApp.root_dir=/home/me", "--ServerApp.port=8888"} <= set(command)
    assert set(NOTEBOOK_OPTIONS) < set(command)
    assert not [part for part in command if "token" in part.lower() or "password" in part.lower()]


def test_a_program_that_is_not_installed(tmp_path: Path) -> None:
    with pytest.raises(ToolMissingError, match=r"jupyter-lab is not in .*: `make demo` installs it.*\[research\]"):
        find_program(tmp_path, "jupyter-lab")
