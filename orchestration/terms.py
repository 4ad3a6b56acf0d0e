"""The texts that come with the data and are shown on pages: what `words.term` is asked for, gathered for translators.

Belongs here: where such texts are authored (seeds, metadata of models, questions of the gate). Does not: sentences of
pages (extracted from their code), catalogues (catalogues).
"""

import ast
import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from orchestration.catalog import ReleaseTable, read_catalog
from orchestration.publication import CHANGES, CHECKS, RESTATEMENTS, STATUS
from orchestration.publication_history import HISTORY
from orchestration.terms_of_sql import PATTERNS, TERMS

# Seed and columns. A quoted phrase stays in the language that it was said in, and a source is a reference.
SEEDS: dict[str, tuple[str, ...]] = {
    "platforms": ("platform_name", "operator", "access_status"),
    "agencies": ("agency_name", "full_name"),
    "groups": ("group_name",),
    "legal_bases": ("label", "statute"),
    "countries": ("country_name",),
    "published_requestors": ("requestor",),
    "published_reasons": ("reason",),
    "official_claims": ("document", "speaker", "statement", "qualifier", "note"),
    "claim_scenarios": ("note",),
    "designations": ("authority", "instrument", "alias_or_unit", "status", "confidence"),
    "published_files": ("layout",),
    "published_products": ("product",),
    "regulator_windows": ("window_label",),
    "reporting_schedules": ("publisher_name",),
    "published_exceptions": ("reason",),
    "ledger_pairs": ("source",),
    "laws": ("question",),
    "event_types": ("meaning",),
}
GATE = (
    "suites",
    "laws",
    "cube",
    "restated",
    "row_counts",
    "comparison",
    "consequences",
    "observation",
    "gate",
    "changed",
)
# What the gate puts together from pieces, and so stands in its code nowhere whole.
WORDS = ("requests", "responses")
WRITTEN = ("at least {least}", "at most {most}", "at least {least} and at most {most}", "none of {count} rows fails")
# Names of kinds and messages for whoever runs the line; no page shows them.
NOT_SHOWN = ("Expect", "{kind}", "model {", "table {")
LEAST_LETTERS = 6  # of a pattern, outside its places: less would match anything
RELEASED = (CHECKS, STATUS, RESTATEMENTS, CHANGES, HISTORY)


def gather_terms(project: Path, manifest: Path) -> tuple[dict[str, str], dict[str, str]]:
    """Terms and patterns (terms with {places}), each with where it is from. Raises ManifestMissingError."""
    tables = [table for table in (*read_catalog(manifest), *RELEASED) if table.tier == "public"]
    terms = dict(_seed_terms(project / "dbt_project" / "seeds"))
    for table in tables:
        terms |= dict(_table_terms(table))
    texts = dict(_gate_texts(project / "quality"))
    patterns = {text: source for text, source in texts.items() if "{" in text}
    terms |= {text: source for text, source in texts.items() if "{" not in text} | dict.fromkeys(WORDS, "quality/*.py")
    terms |= dict.fromkeys(TERMS, "models/*.sql")
    return terms, patterns | dict.fromkeys(WRITTEN, "quality/*.py") | dict.fromkeys(PATTERNS, "models/*.sql")


def _seed_terms(folder: Path) -> Iterator[tuple[str, str]]:
    for seed, columns in SEEDS.items():
        with (folder / f"{seed}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                yield from ((row[column], f"seeds/{seed}.csv") for column in columns if _is_text(row[column]))
                # Claims name a group by its slug in capitals: BLA.
                yield from ((row["group_id"].upper(), f"seeds/{seed}.csv"),) if seed == "groups" else ()


def _table_terms(table: ReleaseTable) -> Iterator[tuple[str, str]]:
    yield table.description, "models/tables"
    yield table.owner, "models/owners"
    for column in table.columns:
        yield column.description, "models/columns"
        metric = column.metric or {}
        if metric:
            yield metric["label"], "models/labels"
            yield metric["label"].rstrip("."), "models/labels"
            yield from ((metric[key], f"models/{key}s") for key in ("unit", "stage", "speaker") if metric.get(key))


def _is_text(value: str | None) -> bool:
    return bool(value and re.search(r"[A-Za-z]", value))


def _gate_texts(folder: Path) -> Iterator[tuple[str, str]]:
    for name in GATE:
        tree = ast.parse((folder / f"{name}.py").read_text(encoding="utf-8"))
        hidden = set(_unseen(tree))
        for node in _outermost(tree, hidden):
            text = _pattern(node)
            if _is_sentence(text):
                yield text, f"quality/{name}.py"


def _outermost(node: ast.AST, hidden: set[int]) -> Iterator[ast.Constant | ast.JoinedStr]:
    """Every string outside errors, docstrings and annotations; an f-string whole."""
    for child in ast.iter_child_nodes(node):
        if id(child) in hidden:
            continue
        if isinstance(child, ast.JoinedStr) or (isinstance(child, ast.Constant) and isinstance(child.value, str)):
            yield child
        else:
            yield from _outermost(child, hidden)


def _unseen(tree: ast.AST) -> Iterator[int]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Raise) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)):
            yield id(node)
        elif isinstance(node, ast.FunctionDef) and node.returns:
            yield id(node.returns)


def _pattern(node: ast.Constant | ast.JoinedStr) -> str:
    """The text with each value as a place that is named after it."""
    if isinstance(node, ast.Constant):
        return str(node.value)
    parts: list[str] = []
    names: list[str] = []
    for value in node.values:
        if isinstance(value, ast.FormattedValue):
            names.append(_place(ast.unparse(value.value), names))
            parts.append(f"{{{names[-1]}}}")
        else:
            parts.append(str(getattr(value, "value", "")))
    return "".join(parts)


def _place(expression: str, taken: Iterable[str]) -> str:
    words = re.findall(r"[a-z_]+", expression.replace(".rstrip", "").replace(".name", ""))
    name = (words[-1] if words else "value").strip("_") or "value"
    return name if name not in taken else f"{name}_too"


def _is_sentence(text: str) -> bool:
    literal = re.sub(r"\{[a-z_]+\}", "", text)
    letters = sum(letter.isalpha() for letter in literal)
    has_words = bool(re.search(r"\w+ +[A-Za-z{“]", text))
    is_sentence = has_words and not text.startswith(NOT_SHOWN) and "\n" not in text
    return is_sentence and (letters >= LEAST_LETTERS or "{" not in text)
