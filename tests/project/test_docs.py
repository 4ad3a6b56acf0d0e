"""Rule 10: what the README shows exists, and what exists is shown: commands, exit codes, settings, tables."""

import ast
import json
import re
from functools import cache

import click
import pytest
from click.testing import CliRunner

from tests.project.dbt import public_marts
from tests.project.tree import fenced, files_in, syntax_of, text_of

EXIT_CODES = {"0": "published", "1": "failure", "2": "usage", "3": "blocked"}
CODE = re.compile(r"^```[^\n]*\n(.*?)^```|`([^`\n]+)`", re.MULTILINE | re.DOTALL)
SETTINGS = "orchestration/settings.py"
ENVIRONMENT_FILES = (SETTINGS, "dbt_project/profiles.yml", "Makefile")


def code_in(markdown: str) -> str:
    """The code of a page, blocks and inline, a piece per line: prose such as "make sure" is not a command."""
    return "\n".join(block or inline for block, inline in CODE.findall(markdown))


@cache
def shown(pattern: str) -> set[str]:
    """What `pattern` (one group) finds in the code that README.md shows."""
    return set(re.findall(pattern, code_in(text_of("README.md"))))


@cache
def make_targets() -> set[str]:
    """Targets that a person may call: lower-case words; files and internal steps have dots, slashes or underscores."""
    heads = re.findall(r"^([a-z][a-z0-9 -]*):(?!=)", text_of("Makefile"), re.MULTILINE)
    return {target for head in heads for target in head.split()}


@cache
def command_line() -> click.Group:
    """The root group of the takedown command."""
    from orchestration import cli

    groups = [value for value in vars(cli).values() if isinstance(value, click.Group)]
    nested = [child for group in groups for child in group.commands.values()]
    return next(group for group in groups if group not in nested)


def help_of(verb: str) -> str:
    run = CliRunner().invoke(command_line(), [verb, "--help"])
    assert run.exit_code == 0, run.output
    return run.output


def exit_codes_in(text: str) -> set[str]:
    """The codes named after "Exit codes", up to the next empty line."""
    named = re.search(r"exit codes?\b(.*?)(\n\s*\n|\Z)", text, re.IGNORECASE | re.DOTALL)
    return set(re.findall(r"\b[0-3]\b", named.group(1))) if named else set()


def variables_read() -> set[str]:
    """Environment variables that settings.py reads: the upper-case names among its string constants."""
    texts = [node.value for node in ast.walk(syntax_of(SETTINGS)) if isinstance(node, ast.Constant)]
    return {text for text in texts if isinstance(text, str) and re.fullmatch(r"[A-Z][A-Z0-9]*(_[A-Z0-9]+)+", text)}


def test_every_make_command_shown_exists() -> None:
    assert not shown(r"\bmake ([a-z][a-z0-9-]*)") - make_targets()


def test_every_make_target_is_shown() -> None:
    assert {"demo", "test", "dev", "bench", "lint", "lock"} <= make_targets()
    assert not make_targets() - shown(r"\bmake ([a-z][a-z0-9-]*)")


def test_every_verb_shown_exists() -> None:
    assert not shown(r"\btakedown ([a-z][a-z-]*)") - set(command_line().commands)


def test_every_verb_is_shown_with_its_exit_codes() -> None:
    """README has a table row per verb: `takedown verb` in its first cell, the exit codes in its last."""
    rows = re.findall(r"^\|\s*`takedown ([a-z-]+)[^|\n]*\|(?:.*\|)?([^|\n]*)\|\s*$", text_of("README.md"), re.MULTILINE)
    stated = {verb: set(re.findall(r"\b[0-3]\b", codes)) for verb, codes in rows}
    promised = {verb: exit_codes_in(help_of(verb)) for verb in command_line().commands}
    wrong = [f"{verb}: --help says {sorted(codes)}, README {sorted(stated.get(verb, ()))}"
             for verb, codes in promised.items() if stated.get(verb) != codes]  # fmt: skip
    assert not wrong, fenced(wrong)


def test_every_verb_has_help_examples_and_exit_codes() -> None:
    assert {"demo", "sample", "build", "check", "release", "site", "status", "query", "doctor"} <= set(
        command_line().commands
    )
    for verb in command_line().commands:
        text = help_of(verb)
        assert "xample" in text, f"takedown {verb} --help shows no example"
        assert f"takedown {verb}" in text.partition("xample")[2], f"takedown {verb} --help: example of another command"
        assert {"0", "2"} <= exit_codes_in(text) <= set(EXIT_CODES), f"takedown {verb} --help: exit codes"


@pytest.mark.parametrize(("code", "meaning"), EXIT_CODES.items())
def test_readme_explains_exit_code(code: str, meaning: str) -> None:
    lines = re.findall(rf"[^\n]*(?<![\w.]){code}(?![\w.])[^\n]*{meaning}[^\n]*", text_of("README.md"), re.IGNORECASE)
    assert lines, f"README does not say that exit code {code} means {meaning}"


def test_every_setting_is_shown() -> None:
    assert variables_read()
    assert not variables_read() - shown(r"\b([A-Z][A-Z0-9]*(?:_[A-Z0-9]+)+)\b")


def test_every_setting_shown_is_read() -> None:
    known = "\n".join(text_of(path) for path in ENVIRONMENT_FILES)
    stale = [name for name in shown(r"\b(TAKEDOWN_[A-Z_]+)\b") if not re.search(rf"\b{name}\b", known)]
    assert not stale, f"README shows settings that nothing reads: {stale}"


def test_every_published_table_is_described() -> None:
    pages = " ".join(text_of(path) for path in ("README.md", *files_in("dbt_project/docs/", ".md")))
    absent = [model["name"] for _, model, _ in public_marts() if not re.search(rf"\b{model['name']}\b", pages)]
    assert not absent, fenced(absent)


def test_every_page_linked_exists() -> None:
    linked = {link for link in re.findall(r"\]\(([^)#:\s]+)(?:#[^)]*)?\)", text_of("README.md"))}
    missing = sorted(link for link in linked if not files_in(link.removeprefix("./"), ""))
    assert not missing, f"README links to {missing}"


def test_every_test_that_security_cites_exists() -> None:
    cited = set(re.findall(r"`(tests/[\w/.]+)`", text_of("SECURITY.md")))
    assert len(cited) > 10
    missing = sorted(path for path in cited if not files_in(path, ".py"))
    assert not missing, f"SECURITY.md cites {missing}"


def test_the_mirrors_table_is_that_of_the_evaluation() -> None:
    readme, row = text_of("README.md"), r"^\| (default|look-alikes)[^|]*\|" + r" ([\d.]+) \|" * 6 + "$"
    judged = json.loads(text_of("orchestration/mirrors/evaluation.json"))
    assert re.findall(row, readme, re.MULTILINE) == [
        ("default" if score["scenario"] == "cooperative-telegram" else score["scenario"],
         *(str(score[name]) for name in ("seed", "true_count", "found_count", "correct_count")),
         *(f"{score['correct_count'] / score[name]:.3f}" for name in ("found_count", "true_count")))
        for score in judged
    ]  # fmt: skip
    assert all(f"default threshold of {score['threshold']}," in readme for score in judged)


def test_prose_is_no_command() -> None:
    page = "make sure\n\n```sh\nmake demo # or\ntakedown build\n```\nthen `make test`, and a takedown request"
    assert re.findall(r"\bmake ([a-z]+)", code_in(page)) == ["demo", "test"]
    assert re.findall(r"\btakedown ([a-z]+)", code_in(page)) == ["build"]


def test_exit_codes_are_read_from_help() -> None:
    assert exit_codes_in("Builds.\n\nExit codes: 0 published,\n3 blocked\n\n--scale 2") == {"0", "3"}
