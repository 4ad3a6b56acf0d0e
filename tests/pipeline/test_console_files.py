"""DuckDB-Wasm comes from npm with the bytes on record or not at all; without it nothing fails and nothing is kept."""

import base64
import gzip
import io
import tarfile
from dataclasses import replace
from pathlib import Path

import pytest

from orchestration import console_files, npm_packages
from orchestration.console_files import console_folder, ensure_console, pack, prepare_console
from orchestration.npm_packages import PackageUnavailableError
from orchestration.settings import Settings, read_settings

PARTS = {
    "arrow": b"var arrow;\n//# sourceMappingURL=arrow.js.map",
    "api": 'var api = "line\u2028separator";\n'.encode(),
    "worker": b'var quote = "</script>\'";\n//# sourceMappingURL=worker.js.map\n',
    "wasm": b"\0asm" + bytes(1000),
}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return replace(read_settings(), home=tmp_path / "home")


@pytest.fixture
def tools(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder of programs, the only one that is looked into besides the system's."""
    folder = tmp_path / "tools"
    folder.mkdir()
    monkeypatch.setenv("PATH", str(folder))
    return folder


def give_npm(tools: Path, script: str) -> None:
    npm = tools / "npm"
    npm.write_text(f"#!/bin/sh\n{script}\n")
    npm.chmod(0o755)


def archive_of(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as archive:
        for name, content in files.items():
            member = tarfile.TarInfo(name)
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return target.getvalue()


def left_behind(settings: Settings) -> list[str]:
    return [path.name for path in (settings.home / "console").rglob("*")]


def test_without_npm_the_site_is_made_without_a_console(settings: Settings, tools: Path) -> None:
    line = prepare_console(settings)
    assert line.startswith("SQL console: the site is made without it: npm is not installed")
    assert "\n" not in line
    assert console_folder(settings) is None
    assert left_behind(settings) == []


def test_an_npm_that_cannot_bring_it_is_told_from_none(settings: Settings, tools: Path) -> None:
    give_npm(tools, "exit 1")
    with pytest.raises(PackageUnavailableError, match=r"npm could not bring @duckdb/duckdb-wasm 1\.32\.0"):
        ensure_console(settings)
    assert left_behind(settings) == []


def test_an_npm_that_never_ends_is_not_waited_for(
    settings: Settings, tools: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    give_npm(tools, "while :; do :; done")
    monkeypatch.setattr(npm_packages, "SECONDS_TO_FETCH", 0.2)
    with pytest.raises(PackageUnavailableError, match="did not bring"):
        ensure_console(settings)


def test_other_bytes_under_the_right_name_are_refused(settings: Settings, tools: Path, tmp_path: Path) -> None:
    (tmp_path / "forged.tgz").write_bytes(archive_of(dict.fromkeys(console_files.DUCKDB.files.values(), b"evil")))
    give_npm(tools, f"/bin/cp {tmp_path}/forged.tgz ./d.tgz")
    with pytest.raises(PackageUnavailableError, match="other bytes than those on record"):
        ensure_console(settings)
    assert console_folder(settings) is None
    assert left_behind(settings) == []


def test_an_archive_that_lacks_a_file_is_refused(settings: Settings, tools: Path, tmp_path: Path) -> None:
    content = archive_of({"package/README.md": b""})
    (tmp_path / "bare.tgz").write_bytes(content)
    give_npm(tools, f"/bin/cp {tmp_path}/bare.tgz ./d.tgz")
    package = replace(console_files.DUCKDB, integrity=npm_packages.integrity_of(content))
    with pytest.raises(PackageUnavailableError, match="holds no file package/dist"):
        npm_packages.fetch(package, tmp_path)


def test_what_is_here_is_not_fetched_again(settings: Settings, tools: Path) -> None:
    folder = console_files.kept(settings).path
    folder.mkdir(parents=True)
    assert console_folder(settings) == ensure_console(settings) == folder


def test_the_packed_script_holds_every_part_unchanged() -> None:
    script = pack(PARTS)
    assert "sourceMappingURL" not in script
    assert 'var api = "line\u2028separator";\n' in script
    packed = script.partition('wasm: "')[2].partition('"')[0]
    assert gzip.decompress(base64.b64decode(packed)) == PARTS["wasm"]
    assert script == pack(PARTS), "the same parts give the same bytes"
