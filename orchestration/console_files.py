"""DuckDB-Wasm for the site's SQL console: packed once, kept in the home.

Belongs here: which packages, the packed script. Does not: fetching (npm_packages), the page and its data (dashboards).
A page opened from disk can neither fetch a file nor start a worker from one, so everything becomes one classic script.
"""

import base64
import gzip
import json
from collections.abc import Mapping
from pathlib import Path

from orchestration.npm_packages import Kept, Package, PackageUnavailableError, Parts
from orchestration.settings import Settings

ENGINE = "console-engine.js"
LICENSES = "console-LICENSES.txt"
SOURCE_MAP = "//# sourceMappingURL="

DUCKDB = Package(
    "@duckdb/duckdb-wasm",
    "1.32.0",
    "sha512-IewXTNYEjsZCPE9weUWgtjGxUlMRo7qhX0GF6tq/KjK8bnY+RAl4cyUdYUfcdzbyb4b9ZxPC+FOsCcxgaKFWMg==",
    {
        "api": "package/dist/duckdb-browser.cjs",
        "worker": "package/dist/duckdb-browser-eh.worker.js",
        "wasm": "package/dist/duckdb-eh.wasm",
    },
)
# What DuckDB-Wasm reads its answers with: of its one dependency, the bundle alone.
ARROW = Package(
    "apache-arrow",
    "17.0.0",
    "sha512-X0p7auzdnGuhYMVKYINdQssS4EcKec9TCXyez/qtJt32DrIMGbzqiaMiQ0X6fQlQpw8Fl0Qygcv4dfRAr5Gu9Q==",
    {
        "arrow": "package/Arrow.es2015.min.js",
        "license": "package/LICENSE.txt",
        "notice": "package/NOTICE.txt",
    },
)
MIT = """DuckDB-Wasm {version}: DuckDB as WebAssembly. Copyright Stichting DuckDB Foundation and contributors.

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated
documentation files (the "Software"), to deal in the Software without restriction, including without limitation the
rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit
persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the
Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE
WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR
COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR
OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.

It reads its answers with Apache Arrow {arrow_version}, whose notice and license follow.

"""


def kept(settings: Settings) -> Kept:
    """The folder of the packed files in this home."""
    return Kept(
        settings.home / "console", f"duckdb-wasm-{DUCKDB.version}", (DUCKDB, ARROW), write_packed, Path(__file__)
    )


def console_folder(settings: Settings) -> Path | None:
    """The packed files, if this home has those of the pinned versions."""
    return kept(settings).found()


def ensure_console(settings: Settings) -> Path:
    """The packed files, fetched with npm where they are not here yet. Raises PackageUnavailableError."""
    return kept(settings).ensure()


def write_packed(parts: Parts, folder: Path) -> None:
    """Write the script and its licenses into `folder`."""
    (folder / ENGINE).write_text(pack(parts), encoding="utf-8", newline="\n")
    (folder / LICENSES).write_text(_licenses(parts), encoding="utf-8", newline="\n")


def prepare_console(settings: Settings) -> str:
    """Bring the console here if that can be done; the line to print about it. Never raises for want of it."""
    try:
        ensure_console(settings)
    except PackageUnavailableError as error:
        return f"SQL console: the site is made without it: {error}"
    return f"SQL console: DuckDB-Wasm {DUCKDB.version}"


def pack(parts: Mapping[str, bytes]) -> str:
    """One classic script that leaves `takedownEngine` behind: the API, the worker's source and the packed Wasm."""
    text = {name: _without_source_map(parts[name].decode()) for name in ("arrow", "api", "worker")}
    wasm = base64.b64encode(gzip.compress(parts["wasm"], compresslevel=9, mtime=0)).decode()
    return (
        f"// DuckDB-Wasm {DUCKDB.version} and Apache Arrow {ARROW.version}, unchanged; licenses in {LICENSES}.\n"
        "window.takedownEngine = (function () {\n"
        "function load(body, require) { var module = { exports: {} }; "
        "body(module, module.exports, require); return module.exports; }\n"
        f"var arrow = load(function (module, exports, require) {{\n{text['arrow']}\n}});\n"
        f"var duckdb = load(function (module, exports, require) {{\n{text['api']}\n}}, "
        "function () { return arrow; });\n"
        f"return {{ duckdb: duckdb, worker: {json.dumps(text['worker'])},\nwasm: {json.dumps(wasm)} }};\n"
        "})();\n"
    )


def _without_source_map(script: str) -> str:
    return "\n".join(line for line in script.split("\n") if not line.startswith(SOURCE_MAP))


def _licenses(parts: Mapping[str, bytes]) -> str:
    own = MIT.format(version=DUCKDB.version, arrow_version=ARROW.version)
    return own + parts["notice"].decode() + "\n" + parts["license"].decode()
