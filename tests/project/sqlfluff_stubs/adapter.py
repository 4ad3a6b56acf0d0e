"""Stands in for dbt's `adapter` when sqlfluff lints: a dispatched macro is its `default__` version."""

from collections.abc import Callable
from typing import Any

from jinja2 import pass_context
from jinja2.runtime import Context


@pass_context
def dispatch(context: Context, name: str, macro_namespace: str | None = None) -> Callable[..., Any]:
    """The macro `default__<name>`, or `duckdb__<name>` where that is the only one."""
    macro = context.get(f"default__{name}") or context.get(f"duckdb__{name}")
    if macro is None:
        raise LookupError(f"dbt_project/macros defines neither default__{name} nor duckdb__{name}")
    found: Callable[..., Any] = macro
    return found
