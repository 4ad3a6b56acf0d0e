"""House rules 1, 5 and 12: imports go one way, importing does nothing, time and chance enter in one place."""

import ast
import json
import re
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from tests.project.tree import PACKAGES, ROOT, fenced, files_in, module_name, package_files, syntax_of, text_of

SETTINGS = "orchestration/settings.py"
DAGSTER_ROOMS = ("orchestration/definitions.py", "orchestration/automation.py", "orchestration/assets/")
FRAMEWORKS = {"dagster", "dagster_dbt", "dbt", "great_expectations"}
HEAVY = FRAMEWORKS | {"pandas", "plotly", "pyarrow", "scipy"}

# Imports the modules named in argv and prints what that loaded and what it did to the world.
WATCHED_IMPORT = """
import importlib, json, sys
done = []
def watch(event, args):
    if event in {"socket.connect", "socket.getaddrinfo", "subprocess.Popen", "os.system", "os.mkdir"}:
        done.append(event)
    if event == "open" and isinstance(args[1], str) and set(args[1]) & set("wax+"):
        done.append(f"open {args[0]}")
sys.addaudithook(watch)
sys.dont_write_bytecode = True
for name in sys.argv[1:]:
    importlib.import_module(name)
print(json.dumps({"loaded": sorted(set(name.partition(".")[0] for name in sys.modules)), "done": done}))
"""


def imported(*modules: str) -> dict[str, list[str]]:
    """What importing `modules` in a fresh interpreter loads (top-level names) and does."""
    command = [sys.executable, "-c", WATCHED_IMPORT, *modules]
    run = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, f"importing {' '.join(modules)} fails:\n{run.stderr[-2000:]}"
    seen: dict[str, list[str]] = json.loads(run.stdout)
    return seen


def test_imports_go_one_way(capsys: pytest.CaptureFixture[str]) -> None:
    status = lint_imports(str(ROOT / "pyproject.toml"), no_cache=True, no_logo=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


@pytest.mark.parametrize("module", [*PACKAGES, "orchestration.settings", "orchestration.cli"])
def test_the_front_door_is_light(module: str) -> None:
    assert not HEAVY & set(imported(module)["loaded"])


def test_importing_does_nothing() -> None:
    """Every module but Dagster's own rooms, so that no framework is loaded and nothing is touched."""
    light = [module_name(path) for path in package_files() if not path.startswith(DAGSTER_ROOMS)]
    seen = imported(*light)
    assert not FRAMEWORKS & set(seen["loaded"])
    assert seen["done"] == []


def test_a_heavy_import_would_be_seen() -> None:
    assert "pandas" in imported("orchestration.settings", "pandas")["loaded"]


def environment_reads(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and ast.unparse(node) in ("os.environ", "os.getenv", "os.putenv"):
            yield f"{node.lineno}: {ast.unparse(node)}"
        if isinstance(node, ast.ImportFrom) and node.module == "os":
            yield from (f"{node.lineno}: {a.name}" for a in node.names if a.name in ("environ", "getenv", "putenv"))


def clock_reads(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _reads_clock(ast.unparse(node.func)):
            yield f"{node.lineno}: {ast.unparse(node.func)}()"
        if isinstance(node, ast.ImportFrom) and node.module == "time":
            yield from (f"{node.lineno}: time.{a.name}" for a in node.names if a.name == "time")
    yield from (f"{line}: {found}" for line, found in _in_text(tree, SQL_CLOCK))


def _reads_clock(called: str) -> bool:
    named = ("time.time", "time.time_ns", "time.localtime", "time.gmtime")
    return called in named or bool(re.search(r"(date|datetime|Timestamp)\.(now|utcnow|today)$", called))


def unseeded_draws(tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _draws(ast.unparse(node.func), bool(node.args or node.keywords)):
            yield f"{node.lineno}: {ast.unparse(node.func)}()"
    yield from (f"{line}: {found}" for line, found in _in_text(tree, SQL_CHANCE))


def _draws(called: str, has_arguments: bool) -> bool:
    if called.endswith(("random.Random", "default_rng", "RandomState")):
        return not has_arguments
    own = called.startswith(("random.", "np.random.", "numpy.random."))
    return own or called.removeprefix("uuid.") in ("uuid1", "uuid4")


SQL_CLOCK = re.compile(r"(?<![\w.])(now|today|get_current_timestamp)\(\)|(?<![\w.])current_(date|timestamp)\b", re.I)
SQL_CHANCE = re.compile(r"(?<![\w.])(random|uuid|uuidv[47]|gen_random_uuid)\(\)|\busing sample\b", re.I)


def _in_text(tree: ast.Module, pattern: re.Pattern[str]) -> Iterator[tuple[int, str]]:
    """Hits in the string constants of a module, which may be SQL; docstrings are prose and left out."""
    prose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield from ((node.lineno, hit.group()) for hit in pattern.finditer(node.value))


Rule = Callable[[ast.Module], Iterator[str]]
BREACHES: list[tuple[Rule, str]] = [
    (environment_reads, "import os\nhome = os.environ['HOME']"),
    (environment_reads, "from os import getenv"),
    (clock_reads, "at = datetime.datetime.now(UTC)"),
    (clock_reads, "at = pd.Timestamp.now()"),
    (clock_reads, "from time import time"),
    (clock_reads, "run('insert into t select now()')"),
    (unseeded_draws, "import random\nrandom.shuffle(rows)"),
    (unseeded_draws, "rng = np.random.default_rng()"),
    (unseeded_draws, "key = uuid4()"),
    (unseeded_draws, "run(f'select {x}, random()')"),
]


@pytest.mark.parametrize("rule", [environment_reads, clock_reads, unseeded_draws])
def test_one_place_for(rule: Rule) -> None:
    paths = [path for path in package_files() if path != SETTINGS or rule is unseeded_draws]
    broken = [f"{path}:{problem}" for path in paths for problem in rule(syntax_of(path))]
    assert not broken, fenced(broken)


@pytest.mark.parametrize(("rule", "source"), BREACHES)
def test_rule_finds_a_breach(rule: Rule, source: str) -> None:
    assert list(rule(ast.parse(source)))


def test_seeded_and_monotonic_are_welcome() -> None:
    tree = ast.parse("rng = random.Random(7); took = time.monotonic() - start; word = 'known now (and later)'")
    assert not [*clock_reads(tree), *unseeded_draws(tree)]


def test_sql_reads_no_clock_and_draws_no_lots() -> None:
    paths = [path for folder in ("dbt_project/", *PACKAGES) for path in files_in(folder, ".sql")]
    hits = [(path, hit) for path in paths for rule in (SQL_CLOCK, SQL_CHANCE) for hit in rule.finditer(text_of(path))]
    assert not hits, fenced([f"{path}: {hit.group()}" for path, hit in hits])
