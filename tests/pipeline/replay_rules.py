"""The rules by which a release replays its log, rendered from the macros of the dbt project without dbt, whose parse
takes five seconds.
"""

from functools import cache
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, Template

MACROS = Path(__file__).parents[2] / "dbt_project" / "macros"


class Relation(str):
    """A table as `ref` gives it."""

    def include(self, **_: bool) -> "Relation":
        return self


class Adapter:
    """dbt's dispatch, for an engine that needs nothing of its own: DuckDB."""

    template: Template

    def dispatch(self, name: str) -> Any:  # noqa: ANN401 - a macro
        return getattr(self.template.module, f"default__{name}")


PROJECT = MACROS.parents[1] / "dbt_project.yml"
# With nothing to protect, followers are told as they were counted.
VARIABLES = yaml.safe_load(PROJECT.read_text(encoding="utf-8"))["vars"] | {"min_cell": 0}


@cache
def definition_of(macro: str) -> str:
    """The definition of a macro of a release, such as requests_at, as marts.dim_as_of_macro holds it."""
    adapter = Adapter()
    environment = Environment(extensions=["jinja2.ext.do"], autoescape=False)  # noqa: S701 - SQL, not HTML
    given = {"ref": lambda name: Relation(f'"marts"."{name}"'), "return": lambda value: value, "adapter": adapter,
             "var": VARIABLES.__getitem__}  # fmt: skip
    text = "\n".join(path.read_text(encoding="utf-8") for path in sorted(MACROS.rglob("*.sql")))
    adapter.template = environment.from_string(text, globals=given)
    return str(getattr(adapter.template.module, macro)())
