"""Builds the site: pages, one plotly.js, styles and CSV files, from one release's public tier.

Belongs here: assembly and the checks that stop a bad site. Does not: words and numbers (pages), figures (figures).
The same release gives the same bytes: no build time, no random id, every query ordered.
"""

import json
import shutil
import tempfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from itertools import chain
from pathlib import Path
from types import ModuleType

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from dashboards import theme
from dashboards.blocks import Figure, Page
from dashboards.console import write_console
from dashboards.data import Release, open_release
from dashboards.navigation import navigation
from dashboards.pages import (
    claims,
    compliance,
    coverage,
    definitions,
    group_activity,
    ledgers,
    overview,
    published,
    quality,
    reach,
    restatements,
    rights,
    speed,
)
from dashboards.release_facts import ReleaseError
from dashboards.swap import replace_folder
from dashboards.words import Words

HERE = Path(__file__).resolve().parent
PAGES: tuple[ModuleType, ...] = (
    *(overview, compliance, speed, reach, group_activity, rights),
    *(restatements, ledgers, claims, coverage),
    *(quality, definitions),
)
MARKER = "site.json"
# Whatever would let plotly.js send data away or show a button that offers to (STACK, Plotly).
SHARING = ("sendChartToCloud", "showLink", "showEditInChartStudio", "chart-studio.plotly.com")


def build_site(release: Path, site: Path, console: Path | None = None) -> tuple[Path, ...]:
    """Render the release folder `release` into the folder `site`, replacing it at once; the files written, sorted.

    `console` is a folder with DuckDB-Wasm as one script; without it the site has no SQL console.
    Raises ReleaseError when the release is unreadable or blocked, or a page would break a promise of the site, and
    FileExistsError when `site` holds something that is not a site. In both cases `site` stays as it was.
    """
    _refuse_foreign_folder(site)
    site.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=site.parent, prefix=".site-", ignore_cleanup_errors=True) as scratch:
        finished = Path(scratch) / "site"
        (finished / "static").mkdir(parents=True)
        with open_release(release) as opened:
            extra = (write_console(opened, console, finished / "static"),) if console else ()
            _write_pages(opened, finished, extra)
            _copy_tables(opened, finished / "data")
        _write_static(finished / "static", has_console=console is not None)
        names = sorted(str(path.relative_to(finished)) for path in finished.rglob("*") if path.is_file())
        replace_folder(finished, site)
    return tuple(site / name for name in names)


def _refuse_foreign_folder(site: Path) -> None:
    if site.exists() and not (site / MARKER).is_file() and (not site.is_dir() or any(site.iterdir())):
        raise FileExistsError(f"{site} is not a site made by this program (no {MARKER}): name an empty or new folder")


def _write_pages(release: Release, folder: Path, extra: Sequence[Page]) -> None:
    words = Words()
    by_country = published.build_all(release, words)
    first = next(by_country)
    pages: list[Page] = [first, *(module.build(release, words) for module in PAGES), *extra]
    environment = _environment(release, words)
    environment.globals |= {
        "groups": navigation(pages, words),
        "quality_banner": quality.banner_sentence(release, words),
    }
    for page in chain(pages, by_country):
        html = environment.get_template(page.template).render(page=page, **page.parts)
        _refuse_outside_links(page, html)
        (folder / page.file_name).write_text(html, encoding="utf-8", newline="\n")
    _write_marker(release, folder)


def _write_marker(release: Release, folder: Path) -> None:
    facts = release.facts
    marker = {
        "release_id": facts.release_id,
        "as_of_date": facts.as_of_date.isoformat(),
        "is_synthetic": facts.is_synthetic,
    }
    (folder / MARKER).write_text(json.dumps(marker, indent=2) + "\n", encoding="utf-8")


def _environment(release: Release, words: Words) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        extensions=["jinja2.ext.i18n"],
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.install_null_translations(newstyle=True)  # type: ignore[attr-defined]
    environment.globals |= {
        "facts": release.facts,
        "words": words,
        "figure_json": FigureWriter(),
        "csv_names": {name: release.csv_file(name).name for name in release.facts.tables},
        "definition_label": _definition_label(release),
    }
    return environment


@dataclass
class FigureWriter:
    """Writes figures as JSON, and has plotly check the first of each id.

    The pages of two hundred countries hold figures of the same ids, made by the same code: checking each would take
    longer than everything else.
    """

    checked: set[str] = field(default_factory=set)

    def __call__(self, figure: Figure) -> Markup:
        if figure.figure_id not in self.checked:
            check_figure(figure)
            self.checked.add(figure.figure_id)
        return figure_json(figure)


def check_figure(figure: Figure) -> None:
    """Raises ReleaseError when plotly does not know an entry of the figure."""
    import plotly.graph_objects

    try:
        plotly.graph_objects.Figure(dict(figure.spec))
    except ValueError as error:
        raise ReleaseError(f"figure {figure.figure_id!r} is not a plotly figure: {error}") from error


def figure_json(figure: Figure) -> Markup:
    """The figure for a script block: sorted, and without a character that could end the block."""
    text = json.dumps(figure.spec, sort_keys=True, separators=(",", ":"), allow_nan=False, default=_exact_number)
    safe = text.replace("&", "\\u0026").replace("<", "\\u003c").replace(">", "\\u003e")
    return Markup(safe)  # noqa: S704 - the line above is what makes it safe


def _exact_number(value: object) -> float:
    """JSON for the decimals that DuckDB gives; anything else has no place in a figure."""
    from decimal import Decimal

    if isinstance(value, Decimal):
        return float(value)
    raise TypeError(f"a figure holds {value!r} of type {type(value).__name__}")


def _definition_label(release: Release) -> Callable[[str], str]:
    def label(reference: str) -> str:
        table, _, column = reference.partition(".")
        field = release.facts.table(table).field(column)
        return field.metric.label if field.metric else field.name

    return label


def _refuse_outside_links(page: Page, html: str) -> None:
    """Data cannot bring in an address: whatever looks like one in a link or a source stops the build."""
    lowered = html.lower()
    for sign in ('href="http', 'src="http', 'href="//', 'src="//', 'href="javascript:'):
        if sign in lowered:
            raise ReleaseError(f"{page.file_name} would link outside the site ({sign}…): find the value in the release")


def _write_static(folder: Path, *, has_console: bool) -> None:
    from plotly.offline import get_plotlyjs

    script = (HERE / "static" / "site.js").read_text(encoding="utf-8")
    _refuse_sharing(script)
    for source in sorted((HERE / "static").iterdir()):
        if has_console or not source.name.startswith("console"):
            shutil.copyfile(source, folder / source.name)
    (folder / "theme.css").write_text(theme.style_sheet(), encoding="utf-8")
    (folder / "plotly.min.js").write_text(get_plotlyjs(), encoding="utf-8", newline="\n")


def _refuse_sharing(script: str) -> None:
    """Plotly shares charts unless told not to: the build stops if site.js says more, or less, than it must."""
    wanted = ("showSendToCloud: false", 'plotlyServerURL: ""', "displayModeBar: false", "Plotly.setPlotConfig(")
    missing = [text for text in wanted if text not in script]
    present = [text for text in SHARING if text in script]
    if missing or present:
        raise ReleaseError(f"static/site.js must switch sharing off: missing {missing}, must not hold {present}")


def _copy_tables(release: Release, folder: Path) -> None:
    folder.mkdir()
    for name in _table_names(release):
        source = release.csv_file(name)
        shutil.copyfile(source, folder / source.name)


def _table_names(release: Release) -> Sequence[str]:
    return sorted(release.facts.tables)
