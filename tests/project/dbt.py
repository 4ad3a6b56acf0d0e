"""dbt's files as the rules see them: SQL without its comments, strings and jinja; models with their inherited config.

Belongs here: reading. Does not: any rule. dbt itself is not imported: the rules take a second, dbt's parse five.
"""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import PurePosixPath
from typing import Any

import yaml

from tests.project.tree import files_in, text_of

MODELS = "dbt_project/models/"
JINJA_VALUE = "jinja_value"
Config = dict[str, Any]

_TOKENS = re.compile(
    r"\{#.*?#\}|--[^\n]*|/\*.*?\*/"  # comments of jinja and SQL
    r"|(?P<block>\{%.*?%\})|(?P<value>\{\{.*?\}\})|(?P<text>'(?:[^']|'')*')",
    re.DOTALL,
)


def bare_sql(sql: str) -> str:
    """The SQL itself: comments and jinja blocks gone, `''` for strings, `jinja_value` for what jinja puts in."""

    def shorten(token: re.Match[str]) -> str:
        if token["value"]:
            return f" {JINJA_VALUE} "
        return "''" if token["text"] else " "

    return _TOKENS.sub(shorten, sql).lower()


def model_paths() -> tuple[str, ...]:
    return files_in(MODELS, ".sql")


def layer(path: str) -> str:
    return path.removeprefix(MODELS).partition("/")[0]


@cache
def declared(path: str) -> tuple[Config, ...]:
    """The models that a `.yml` file declares; () for one that declares sources or groups."""
    try:
        content = yaml.safe_load(text_of(path)) or {}
    except yaml.YAMLError as error:
        raise ValueError(f"{path} is not YAML: {error}") from error
    return tuple(content.get("models") or ())


def config_of(path: str, model: Config) -> Config:
    """The config of the model at `path`: dbt_project.yml from the outside in, then its own; `meta` is merged."""
    branch: Any = yaml.safe_load(text_of("dbt_project.yml"))["models"]["takedown"]
    merged: Config = {}
    for folder in ("", *PurePosixPath(path).parent.relative_to(MODELS).parts):
        branch = branch.get(folder, {}) if folder else branch
        _merge(merged, {key[1:]: value for key, value in branch.items() if key.startswith("+")})
    _merge(merged, model.get("config") or {})
    return merged


def _merge(into: Config, more: Mapping[str, Any]) -> None:
    into.update({**more, "meta": {**into.get("meta", {}), **more.get("meta", {})}})


@cache
def public_marts() -> tuple[tuple[str, Config, Config], ...]:
    """(path, model, config) of every model whose access is public."""
    pairs = [(path, model) for path in files_in(MODELS, ".yml") for model in declared(path)]
    configured = [(path, model, config_of(path, model)) for path, model in pairs]
    return tuple(found for found in configured if found[2].get("access") == "public")
