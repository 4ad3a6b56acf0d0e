"""The files that all pages share: styles, scripts, fonts, one plotly.js.

Belongs here: which files, and that they are the right ones. Does not: fetching them (orchestration.site_parts).
"""

import hashlib
import shutil
from pathlib import Path

from dashboards import theme
from dashboards.downloads import font_script
from dashboards.release_facts import ReleaseError

STATIC = Path(__file__).resolve().parent / "static"
PLOTLY = "plotly.min.js"
# What plotly 7.1.0 carries: the full plotly.js 4.1.1, where npm has not brought the small one.
BUNDLED_SHA256 = "3b6e15d45dbb7fca5bd2094291e961ddc5472cd887009e6009a56dab668d721f"
# What npm brings, checked as an archive when it came and as files each time that a site is made of them.
VENDORED_SHA256 = {
    "plotly.min.js": "79542150855a52c567260e3137095dbe2b744e6d702a5cabe67da246942fba7a",
    "noto-nastaliq-urdu-arabic-400-normal.woff2": "fecd45d69436d911d79ff10fc39ca7f7022cbe05214bc07f931820b7c7a7d15c",
    "noto-naskh-arabic-arabic-400-normal.woff2": "9cc2d2e90f7b51904468558b4ed529de8a8206497c8edb5e33122bd077e0158c",
}
# Whatever would let plotly.js send data away or show a button that offers to (STACK, Plotly).
SHARING = ("sendChartToCloud", "showLink", "showEditInChartStudio", "chart-studio.plotly.com")


def write_static(folder: Path, vendored: Path | None, *, has_console: bool) -> None:
    """Write the shared files into `folder`; `vendored` holds plotly.min.js and fonts.

    Without it the plotly package gives its larger script, and the system its fonts. Raises ReleaseError when one of
    these files has other bytes than those on record, or site.js would let plotly share a chart.
    """
    _refuse_sharing((STATIC / "site.js").read_text(encoding="utf-8"))
    for source in sorted(STATIC.iterdir()):
        if has_console or not source.name.startswith("console"):
            shutil.copyfile(source, folder / source.name)
    if vendored:
        _copy_vendored(vendored, folder)
    else:
        (folder / PLOTLY).write_text(bundled_plotly(), encoding="utf-8", newline="\n")
    names = {path.name for path in folder.iterdir()}
    (folder / "picture-fonts.js").write_text(font_script(folder), encoding="utf-8")
    (folder / "theme.css").write_text(theme.style_sheet(names), encoding="utf-8")


def _copy_vendored(source: Path, folder: Path) -> None:
    contents = {path.name: path.read_bytes() for path in sorted(source.iterdir())}
    for name, wanted in VENDORED_SHA256.items():
        if name not in contents or hashlib.sha256(contents[name]).hexdigest() != wanted:
            raise ReleaseError(
                f"{source / name} is missing or has other bytes than those on record: delete {source} and run "
                "`takedown site --parts`, which fetches it again"
            )
    for name, content in contents.items():
        (folder / name).write_bytes(content)


def bundled_plotly() -> str:
    """The script inside the plotly package. Raises ReleaseError when it is another than the one on record."""
    from plotly.offline import get_plotlyjs

    script: str = get_plotlyjs()
    found = hashlib.sha256(script.encode()).hexdigest()
    if found != BUNDLED_SHA256:
        raise ReleaseError(
            f"the plotly package carries a script with other bytes than those on record (SHA-256 {found}): "
            "install requirements.lock again, or renew BUNDLED_SHA256 in dashboards/static_files.py"
        )
    return script


def _refuse_sharing(script: str) -> None:
    """Plotly shares charts unless told not to: the build stops if site.js says more, or less, than it must."""
    wanted = ("showSendToCloud: false", 'plotlyServerURL: ""', "displayModeBar: false", "Plotly.setPlotConfig(")
    missing = [text for text in wanted if text not in script]
    present = [text for text in SHARING if text in script]
    if missing or present:
        raise ReleaseError(f"static/site.js must switch sharing off: missing {missing}, must not hold {present}")
