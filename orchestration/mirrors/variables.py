"""dbt's variables about mirrors, which Python needs too: from which probability on a pair is shown, or counts.

Belongs here: reading them where dbt reads them. Does not: any such number.
"""

from pathlib import Path

import yaml

from orchestration.settings import PROJECT_DIR


def shown_probability(project: Path = PROJECT_DIR) -> float:
    """A pair that cannot be as likely a mirror as this is no candidate: dbt does not show it, so it is not kept."""
    return _variable("mirror_floor", project)


def default_threshold(project: Path = PROJECT_DIR) -> float:
    """From which probability on a candidate counts as a mirror."""
    return _variable("mirror_threshold", project)


def _variable(name: str, project: Path) -> float:
    path = project / "dbt_project.yml"
    variables = yaml.safe_load(path.read_text(encoding="utf-8"))["vars"]
    if name not in variables:
        raise ValueError(f"{path} has no var {name}: set it to a probability, the search for mirrors needs it")
    return float(variables[name])
