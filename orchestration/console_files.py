"""DuckDB-Wasm for the site's SQL console: fetched with npm, checked, packed once, kept in the home.

Belongs here: which packages, which bytes, the packed script. Does not: the page and its data (dashboards).
A page opened from disk can neither fetch a file nor start a worker from one, so everything becomes one classic script.
"""

import base64
import gzip
import hashlib
import json
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from orchestration.settings import Settings

ENGINE = "console-engine.js"
LICENSES = "console-LICENSES.txt"
SOURCE_MAP = "//# sourceMappingURL="
SECONDS_TO_FETCH = 300


@dataclass(frozen=True)
class Package:
    """One npm package: its exact version, the SHA-512 of its archive as npm writes it, and the files taken from it."""

    name: str
    version: str
    integrity: str
    files: Mapping[str, str]


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


class ConsoleUnavailableError(RuntimeError):
    """DuckDB-Wasm could not be brought here. The message says why; the site is made without the console."""


def console_folder(settings: Settings) -> Path | None:
    """The packed files, if this home has those of the pinned versions."""
    folder = cache_folder(settings)
    return folder if folder.is_dir() else None


def ensure_console(settings: Settings) -> Path:
    """The packed files, fetched with npm where they are not here yet. Raises ConsoleUnavailableError."""
    if found := console_folder(settings):
        return found
    target = cache_folder(settings)
    target.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=target.parent, prefix=".fetch-") as scratch:
        finished = Path(scratch) / "finished"
        finished.mkdir()
        parts = {name: content for package in (DUCKDB, ARROW) for name, content in fetch(package, Path(scratch))}
        (finished / ENGINE).write_text(pack(parts), encoding="utf-8", newline="\n")
        (finished / LICENSES).write_text(_licenses(parts), encoding="utf-8", newline="\n")
        _place(finished, target)
    return target


def prepare_console(settings: Settings) -> str:
    """Bring the console here if that can be done; the line to print about it. Never raises for want of it."""
    try:
        ensure_console(settings)
    except ConsoleUnavailableError as error:
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


def cache_folder(settings: Settings) -> Path:
    """Where the packed files of the pinned versions lie, or would."""
    # The name stands for everything that decides the bytes, so that another pin or packing makes another folder.
    decisive = f"{DUCKDB.integrity} {ARROW.integrity} {Path(__file__).read_text(encoding='utf-8')}"
    digest = hashlib.sha256(decisive.encode()).hexdigest()[:8]
    return settings.home / "console" / f"duckdb-wasm-{DUCKDB.version}-{digest}"


def integrity_of(content: bytes) -> str:
    """The SHA-512 of an archive in npm's writing."""
    return "sha512-" + base64.b64encode(hashlib.sha512(content).digest()).decode()


def fetch(package: Package, folder: Path) -> list[tuple[str, bytes]]:
    """The wanted files of the package by name, its archive left in `folder`. Raises ConsoleUnavailableError."""
    archive = _npm_pack(package, folder)
    found = integrity_of(archive.read_bytes())
    if found != package.integrity:
        raise ConsoleUnavailableError(
            f"{package.name} {package.version} has other bytes than those on record ({found})"
        )
    with tarfile.open(archive, "r:gz") as opened:
        return [(name, _member(opened, path)) for name, path in package.files.items()]


def _npm_pack(package: Package, folder: Path) -> Path:
    npm = shutil.which("npm")
    if npm is None:
        raise ConsoleUnavailableError("npm is not installed, which brings DuckDB-Wasm (optional: apt-get install npm)")
    quiet = ("--silent", "--ignore-scripts", "--fetch-retries=0", "--no-update-notifier")
    command = [npm, "pack", f"{package.name}@{package.version}", f"--pack-destination={folder}", *quiet]
    before = set(folder.glob("*.tgz"))
    try:
        done = subprocess.run(command, cwd=folder, capture_output=True, timeout=SECONDS_TO_FETCH, check=False)
    except subprocess.TimeoutExpired as error:
        raise ConsoleUnavailableError(f"npm did not bring {package.name} in {SECONDS_TO_FETCH} seconds") from error
    archives = set(folder.glob("*.tgz")) - before
    if done.returncode or len(archives) != 1:
        raise ConsoleUnavailableError(
            f"npm could not bring {package.name} {package.version}: is its registry reachable?"
        )
    return archives.pop()


def _member(archive: tarfile.TarFile, path: str) -> bytes:
    try:
        source = archive.extractfile(path)
    except KeyError:
        source = None
    if source is None:
        raise ConsoleUnavailableError(f"{Path(str(archive.name)).name} holds no file {path}")
    return source.read()


def _without_source_map(script: str) -> str:
    return "\n".join(line for line in script.split("\n") if not line.startswith(SOURCE_MAP))


def _licenses(parts: Mapping[str, bytes]) -> str:
    own = MIT.format(version=DUCKDB.version, arrow_version=ARROW.version)
    return own + parts["notice"].decode() + "\n" + parts["license"].decode()


def _place(finished: Path, target: Path) -> None:
    try:
        finished.rename(target)
    except OSError:
        # Another process was faster; its files are the same.
        if not target.is_dir():
            raise
