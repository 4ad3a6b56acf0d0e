"""The project as the rules see it: the files that git holds or would take, parsed once.

Belongs here: reading the tree. Does not: any rule.
"""

import ast
import subprocess
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
PACKAGES = ("orchestration", "quality", "dashboards")


@cache
def files() -> tuple[str, ...]:
    """Paths, relative and posix, of every file that is committed or would be by `git add --all`."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if listed.returncode:
        raise RuntimeError(f"the house rules are checked on a git checkout, and {ROOT} is none: {listed.stderr}")
    return tuple(sorted(path for path in set(listed.stdout.split("\0")) if path and (ROOT / path).is_file()))


def files_in(folder: str, suffix: str) -> tuple[str, ...]:
    """The files below `folder` (posix, '' for all) whose names end in `suffix`."""
    return tuple(path for path in files() if path.startswith(folder) and path.endswith(suffix))


def package_files() -> tuple[str, ...]:
    """The Python files of the three packages, without the tests."""
    return tuple(path for package in PACKAGES for path in files_in(f"{package}/", ".py"))


@cache
def text_of(path: str) -> str:
    """The text of a file, bytes that are no UTF-8 replaced."""
    return (ROOT / path).read_text(encoding="utf-8", errors="replace")


@cache
def syntax_of(path: str) -> ast.Module:
    """The syntax tree of a Python file."""
    return ast.parse(text_of(path), filename=path)


def module_name(path: str) -> str:
    """`quality/gate.py` -> `quality.gate`; a package's `__init__.py` is the package."""
    return path.removesuffix(".py").removesuffix("/__init__").replace("/", ".")


def fenced(problems: list[str]) -> str:
    """Problems as one message, a line each."""
    return "\n" + "\n".join(f"  {problem}" for problem in problems)
