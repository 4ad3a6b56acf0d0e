"""House rules 4, 5, 7 and 9 for Python: short, typed, plainly named, and no error swallowed."""

import ast
import re
from collections.abc import Callable, Iterator
from pathlib import PurePosixPath

import pytest

from tests.project.tree import fenced, files, files_in, package_files, syntax_of, text_of

FILE_LINES = 250
FUNCTION_LINES = 30
VAGUE = re.compile(r"(^|_)(utils?|helpers?|common|misc)(_|$)|_v\d+$")
Function = ast.FunctionDef | ast.AsyncFunctionDef
Rule = Callable[[ast.Module], list[str]]


def functions(tree: ast.Module) -> Iterator[Function]:
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def long_functions(tree: ast.Module) -> list[str]:
    lengths = ((node, (node.end_lineno or node.lineno) - node.lineno + 1) for node in functions(tree))
    return [f"{node.lineno}: {node.name} has {length} lines" for node, length in lengths if length > FUNCTION_LINES]


def untyped_functions(tree: ast.Module) -> list[str]:
    found = []
    for node in functions(tree):
        given = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs, node.args.vararg, node.args.kwarg]
        bare = [arg.arg for arg in given if arg and not arg.annotation and arg.arg not in ("self", "cls")]
        if bare or node.returns is None:
            found.append(f"{node.lineno}: {node.name} lacks a type for {', '.join(bare) or 'what it returns'}")
    return found


def swallowed_errors(tree: ast.Module) -> list[str]:
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ExceptHandler) and node.type is None:
            found.append(f"{node.lineno}: bare except")
        elif isinstance(node, ast.ExceptHandler) and _is_broad(node.type) and not _reacts(node):
            found.append(f"{node.lineno}: every error is caught and nothing is done about it")
    return found


def _is_broad(caught: ast.expr | None) -> bool:
    names = caught.elts if isinstance(caught, ast.Tuple) else [caught] if caught else []
    return any(isinstance(name, ast.Name) and name.id in ("Exception", "BaseException") for name in names)


def _reacts(handler: ast.ExceptHandler) -> bool:
    idle = (ast.Pass, ast.Continue, ast.Break)
    return any(not isinstance(step, idle) and not _is_constant(step) for step in handler.body)


def _is_constant(step: ast.stmt) -> bool:
    value = step.value if isinstance(step, ast.Expr | ast.Return) else step
    return value is None or isinstance(value, ast.Constant)


def vague_names(tree: ast.Module) -> list[str]:
    named = (ast.FunctionDef, ast.AsyncFunctionDef, ast.ClassDef)
    return [f"{n.lineno}: {n.name}" for n in ast.walk(tree) if isinstance(n, named) and VAGUE.search(n.name.lower())]


RULES = [long_functions, untyped_functions, swallowed_errors, vague_names]
BREACHES = [
    (long_functions, "def f() -> None:\n" + "    g()\n" * 30),
    (untyped_functions, "def f(a) -> None: ..."),
    (untyped_functions, "def f(*, a: int): ..."),
    (untyped_functions, "async def f(*a) -> None: ..."),
    (swallowed_errors, "try: f()\nexcept: raise"),
    (swallowed_errors, "try: f()\nexcept Exception: pass"),
    (swallowed_errors, "try: f()\nexcept (ValueError, BaseException):\n    'why'\n    pass"),
    (swallowed_errors, "def f():\n    try: g()\n    except Exception: return None"),
    (vague_names, "def load_helper(): ..."),
    (vague_names, "class ReadUtils_v2: ..."),
]


@pytest.mark.parametrize("rule", RULES)
def test_python_keeps(rule: Rule) -> None:
    broken = [f"{path}:{problem}" for path in files_in("", ".py") for problem in rule(syntax_of(path))]
    assert not broken, fenced(broken)


@pytest.mark.parametrize(("rule", "source"), BREACHES)
def test_rule_finds_a_breach(rule: Rule, source: str) -> None:
    assert rule(ast.parse(source))


def test_a_file_is_read_in_one_sitting() -> None:
    lengths = {path: len(text_of(path).splitlines()) for path in files_in("", ".py")}
    long = [f"{path}: {length} lines, at most {FILE_LINES}" for path, length in lengths.items() if length > FILE_LINES]
    assert not long, fenced(long)


def test_a_package_opens_with_its_docstring_and_nothing_else() -> None:
    opened = {path: syntax_of(path).body for path in files_in("", "__init__.py")}
    more = [path for path, body in opened.items() if len(body) != 1 or not ast.get_docstring(syntax_of(path))]
    assert not more, fenced(more)


def test_every_folder_of_code_is_a_package() -> None:
    folders = {str(PurePosixPath(path).parent) for path in package_files()}
    bare = sorted(folder for folder in folders if f"{folder}/__init__.py" not in package_files())
    assert not bare, fenced(bare)


def test_paths_say_what_they_hold() -> None:
    parts = ((path, PurePosixPath(part).stem) for path in files() for part in PurePosixPath(path).parts)
    vague = [f"{path}: {part}" for path, part in parts if VAGUE.search(part.lower().replace("-", "_"))]
    assert not vague, fenced(vague)
