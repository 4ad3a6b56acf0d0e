"""What a hostile uploader may put into the landing folder: refused by name, nothing outside read, nothing hung."""

import os
import resource
from collections.abc import Callable
from pathlib import Path

import pytest

from orchestration.connectors import csv_text, files
from orchestration.landing import LandingReport, land
from orchestration.settings import Settings
from orchestration.warehouse import connect, read_value

HEADER = (
    "request_id,batch_ref,agency,platform,object_type,handle,display_name,url,claimed_group,legal_basis,"
    "requested_action,channel,followers_at_report,reported_at,recorded_at,is_retracted"
)
ROW = "RQ-1,,PTA,X,account,someone,Some One,,TTP,,suspend,email,1,2025-10-01T00:00:00Z,2025-10-01T00:00:00Z,"
Make = Callable[[Path], object]


@pytest.fixture
def folder(settings: Settings) -> Path:
    """landing/requests, with one good file in it, and a secret beside the landing folder."""
    folder = settings.landing / "requests"
    folder.mkdir(parents=True)
    (folder / "good.csv").write_text(f"{HEADER}\n{ROW}\n")
    secrets = settings.home.parent / "secrets"
    secrets.mkdir()
    (secrets / "secret.csv").write_text(f"{HEADER}\n{ROW.replace('RQ-1', 'RQ-SECRET-2')}\n")
    return folder


def landed(settings: Settings) -> LandingReport:
    """What landing says of it; whatever is refused, the good file is in, and nothing else."""
    report = land(settings, keep_going=True)
    with connect(settings.warehouse, read_only=True) as connection:
        assert read_value(connection, "select list(request_id) from raw.requests") == ["RQ-1"]
    return report


LINKS: dict[str, tuple[Make, str]] = {
    "a link to itself": (lambda folder: (folder / "x.csv").symlink_to("x.csv"), "cannot be opened"),
    "a loop of folders": (lambda folder: (folder / "x").symlink_to("."), "is not followed"),
    "a loop over two levels": (lambda folder: (folder / "x").symlink_to("../requests"), "is not followed"),
    "the password file": (lambda folder: (folder / "x.csv").symlink_to("/etc/passwd"), "is not followed"),
    "a file of the same shape outside": (
        lambda folder: (folder / "x.csv").symlink_to(folder.parents[2] / "secrets" / "secret.csv"),
        "is not followed",
    ),
    "a folder outside": (lambda folder: (folder / "x").symlink_to(folder.parents[2] / "secrets"), "is not followed"),
    "a device without an end": (lambda folder: (folder / "x.csv").symlink_to("/dev/zero"), "is not followed"),
    "a pipe that nobody writes to": (lambda folder: os.mkfifo(folder / "x.csv"), "is no regular file"),
    "a name that moves the cursor": (lambda folder: (folder / "\x1b[2J.csv").write_text(HEADER), "cannot be shown"),
    "a name that is no text": (lambda folder: _write(os.fsencode(folder) + b"/\xff.csv"), "cannot be shown"),
}


def _write(path: bytes) -> None:
    os.close(os.open(path, os.O_CREAT | os.O_WRONLY))


@pytest.mark.timeout(60)
@pytest.mark.parametrize(("make", "said"), LINKS.values(), ids=LINKS)
def test_only_regular_files_of_the_landing_folder_are_read(
    settings: Settings, folder: Path, make: Make, said: str
) -> None:
    make(folder)
    (refusal,) = landed(settings).refused
    assert said in refusal.reason
    assert refusal.uri.isprintable()
    assert "root:" not in refusal.reason


@pytest.mark.parametrize(
    "name",
    ["a..csv", "a\\..\\x.csv", "'; drop table raw.requests; --.csv", "<script>alert(1)<.csv", "*.csv", "$(id).csv"],
)
def test_a_name_is_only_a_name(settings: Settings, folder: Path, name: str) -> None:
    (folder / name).write_text(f"{HEADER}\n{ROW.replace('RQ-1', 'RQ-2')}\n")
    assert land(settings).of("requests").new_files[0].startswith("requests/")
    with connect(settings.warehouse, read_only=True) as connection:
        uris = read_value(connection, "select list(distinct _source_uri) from raw.requests")
    assert sorted(uris) == sorted(["requests/good.csv", f"requests/{name}"])


SHAPES: dict[str, tuple[bytes, str]] = {
    "10,000 columns": (",".join(f"c{i}" for i in range(10_000)).encode(), "none of the expected columns"),
    "10,000 columns too many": (f"{HEADER},{','.join(f'c{i}' for i in range(10_000))}\n{ROW}".encode(), "9990 more"),
    "one line without an end": (b"x" * 3_000_000, "too long to be one"),
    "UTF-16": (f"{HEADER}\n{ROW}".encode("utf-16"), "UTF-16"),
    "UTF-16 without a mark": (f"{HEADER}\n{ROW}".encode("utf-16-le"), "UTF-16"),
    "NUL in the header": (HEADER.replace("agency", "age\0ncy").encode(), "UTF-16"),
}


@pytest.mark.parametrize(("content", "said"), SHAPES.values(), ids=SHAPES)
def test_a_file_of_another_shape_is_refused_in_a_short_sentence(
    settings: Settings, folder: Path, content: bytes, said: str
) -> None:
    (folder / "x.csv").write_bytes(content)
    (refusal,) = landed(settings).refused
    assert said in refusal.reason
    assert len(refusal.reason) < 1000


@pytest.mark.parametrize("row", [ROW + "," * 10_000, "\0" * 100_000], ids=["10,000 values", "NUL bytes"])
def test_a_row_of_another_shape_is_set_aside(settings: Settings, folder: Path, row: str) -> None:
    (folder / "x.csv").write_text(f"{HEADER}\n{row}\n")
    report = landed(settings)
    assert (report.refused, report.rejected_count) == ((), 1)


@pytest.mark.parametrize("name", ["x.csv", "x.jsonl"])
def test_a_line_longer_than_memory_should_hold(
    settings: Settings, folder: Path, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """At a hundredth of the size: the limit is lowered alike, and the line is never held whole to be measured."""
    monkeypatch.setattr(csv_text, "LINE_LIMIT_BYTES", 1_000_000)
    monkeypatch.setattr(files, "LINE_LIMIT_BYTES", 1_000_000)
    (folder / name).write_bytes(HEADER.encode() + b"\n" + b"x" * 10_000_000 + b"\nx")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    (refusal,) = landed(settings).refused
    assert "has a line of more than" in refusal.reason
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 200_000
