"""Files from elsewhere come into the site with the bytes on record, or the build stops."""

import hashlib
from pathlib import Path

import pytest

from dashboards import static_files
from dashboards.release_facts import ReleaseError
from dashboards.static_files import PLOTLY, VENDORED_SHA256, write_static
from dashboards.theme import VENDORED_FONTS, style_sheet

FONT, OTHER_FONT = VENDORED_FONTS


@pytest.fixture
def vendored(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Small stand-ins for what npm brings, on record for the test."""
    folder = tmp_path / "vendored"
    folder.mkdir()
    contents = {name: name.encode() for name in VENDORED_SHA256}
    for name, content in contents.items():
        (folder / name).write_bytes(content)
        monkeypatch.setitem(VENDORED_SHA256, name, hashlib.sha256(content).hexdigest())
    (folder / "font-LICENSE.txt").write_text("license")
    return folder


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "static"
    folder.mkdir()
    return folder


@pytest.mark.parametrize("name", sorted(VENDORED_SHA256))
def test_another_file_under_the_right_name_is_refused(name: str, vendored: Path, target: Path) -> None:
    (vendored / name).write_bytes(b"alert(1)")
    with pytest.raises(ReleaseError, match=rf"{name} is missing or has other bytes.*takedown site --parts"):
        write_static(target, vendored, has_console=False)


def test_a_missing_file_is_refused(vendored: Path, target: Path) -> None:
    (vendored / PLOTLY).unlink()
    with pytest.raises(ReleaseError, match="is missing"):
        write_static(target, vendored, has_console=False)


def test_what_npm_brought_is_used_with_its_licenses(vendored: Path, target: Path) -> None:
    write_static(target, vendored, has_console=False)
    assert (target / PLOTLY).read_bytes() == PLOTLY.encode()
    assert (target / "font-LICENSE.txt").is_file()
    assert not [path.name for path in target.iterdir() if path.name.startswith("console")]
    assert f'url("{FONT}")' in (target / "theme.css").read_text()


def test_without_npm_the_plotly_package_lends_its_script_and_no_font_is_asked_for(target: Path) -> None:
    write_static(target, None, has_console=False)
    assert (target / PLOTLY).read_text().lstrip().startswith("/**\n* plotly.js v4.1.1")
    assert FONT not in (target / "theme.css").read_text()


def test_another_plotly_package_is_noticed(target: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(static_files, "BUNDLED_SHA256", "0" * 64)
    with pytest.raises(ReleaseError, match=r"other bytes than those on record \(SHA-256 [0-9a-f]{64}\)"):
        write_static(target, None, has_console=False)


def test_only_fonts_that_are_there_are_in_the_style_sheet() -> None:
    assert OTHER_FONT not in style_sheet({FONT, "site.css"})
    assert f'src:url("{FONT}") format("woff2")' in style_sheet({FONT})
