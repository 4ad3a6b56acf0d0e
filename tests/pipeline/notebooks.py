"""Runs an example notebook once, in a kernel of its own, and gives the rows of its ten answers.

Belongs here: the kernel and what is read out of it. Does not: what the answers should be (test_notebook_answers).
"""

import json
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, TypeAlias

import nbformat
from nbclient import NotebookClient

from orchestration.settings import PROJECT_DIR, research_environment

Rows: TypeAlias = list[dict[str, Any]]
FOLDER = PROJECT_DIR / "dashboards" / "notebooks"
NOTEBOOKS = {path.stem: path for path in sorted(FOLDER.glob("*.ipynb"))}
QUESTIONS = [
    "slowest",
    "known",
    "google",
    "claims",
    "followers",
    "changed",
    "undesignated",
    "variance",
    "overdue",
    "mirrors",
]
TELL = """
import json
frames = {{name: globals()[name] for name in {names}}}
frames = {{name: f.to_frame("total").T if f.ndim == 1 else f for name, f in frames.items()}}
print(json.dumps({{name: json.loads(f.to_json(orient="records", date_format="iso")) for name, f in frames.items()}}))
"""


@cache
def answers(name: str, release: Path) -> dict[str, Rows]:
    """The rows of each answer after the notebook has run on `release`."""
    book = nbformat.read(NOTEBOOKS[name], as_version=4)
    nbformat.validate(book)
    book.cells.append(nbformat.v4.new_code_cell(TELL.format(names=QUESTIONS)))
    with TemporaryDirectory() as folder:
        kernel = NotebookClient(book, timeout=120, kernel_name="python3", resources={"metadata": {"path": folder}})
        kernel.execute(env=research_environment(release))
    told: dict[str, Rows] = json.loads(book.cells[-1].outputs[0].text)
    return told


def cells_of(name: str) -> list[dict[str, Any]]:
    """The cells of a notebook as they are committed."""
    cells: list[dict[str, Any]] = json.loads(NOTEBOOKS[name].read_text(encoding="utf-8"))["cells"]
    return cells


def source_of(name: str, cell_id: str) -> str:
    """The code of one cell."""
    return "".join(next(cell["source"] for cell in cells_of(name) if cell["id"] == cell_id))
