"""The restricted tier: written for a public key, opened with the secret one, and never lying about in the clear."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pyrage
import pytest

from orchestration.build import build_release
from orchestration.doctor import examine
from orchestration.release import list_releases, verify
from orchestration.restricted import (
    FILE,
    HOW_TO_MAKE_ONE,
    RestrictedError,
    ask_restricted,
    open_restricted,
    read_keys,
    write_restricted,
)
from orchestration.settings import Settings
from orchestration.terminal import open_console
from orchestration.warehouse import connect
from tests.pipeline.large_sample import ACCOUNT_KEY, RESTRICTED_KEY, TEXTS
from tests.pipeline.workbench import Ran, Workbench, run_in

NAME = "somebody-by-name"


@pytest.fixture(scope="module")
def identity() -> pyrage.x25519.Identity:
    return pyrage.x25519.Identity.generate()


@pytest.fixture
def keyed(settings: Settings, identity: pyrage.x25519.Identity) -> Settings:
    """A home with a small warehouse, and the secret key of its restricted tier."""
    with connect(settings.warehouse) as connection:
        connection.execute("create schema raw; create table raw.requests (handle varchar)")
    return replace(settings, restricted_key=str(identity))


@pytest.fixture
def release(keyed: Settings) -> Path:
    """A folder with the encrypted warehouse in it, one row of which was in the write-ahead log alone."""
    folder = keyed.releases / "2025-10-31-00000000"
    with connect(keyed.warehouse) as connection:
        connection.execute("insert into raw.requests values ($1)", [NAME])
        assert write_restricted(connection, keyed, folder) == folder / FILE
    return folder


def refusal(settings: Settings, release: Path) -> str:
    """Why the restricted tier does not open."""
    with pytest.raises(RestrictedError) as caught, open_restricted(settings, release):
        pass
    assert "AGE-SECRET-KEY-1" not in str(caught.value).replace("AGE-SECRET-KEY-1...", "")
    return str(caught.value)


@contextmanager
def watched(*folders: Path) -> Iterator[list[Path]]:
    """Files that are there afterwards and were not before."""
    before = {path for folder in folders for path in folder.rglob("*")}
    found: list[Path] = []
    yield found
    found.extend(path for folder in folders for path in folder.rglob("*") if path not in before)


def test_what_was_written_is_read_again(keyed: Settings, release: Path) -> None:
    with open_restricted(keyed, release) as connection:
        assert ask_restricted(connection, "from raw.requests").fetchall() == [(NAME,)]


def test_the_file_shows_nothing_and_lies_alone(keyed: Settings, release: Path) -> None:
    assert [path.name for path in release.rglob("*") if path.is_file()] == ["takedown.duckdb.age"]
    content = (release / FILE).read_bytes()
    assert content.startswith(b"age-encryption.org/v1")
    assert NAME.encode() not in content
    assert b"DUCK" not in content


def test_the_same_warehouse_is_encrypted_anew(keyed: Settings, release: Path, tmp_path: Path) -> None:
    with connect(keyed.warehouse) as connection:
        again = write_restricted(connection, keyed, tmp_path)
    assert again
    assert again.read_bytes() != (release / FILE).read_bytes()


def test_opening_leaves_no_file_behind_and_shares_no_descriptor(keyed: Settings, release: Path) -> None:
    descriptors = len(list(Path("/proc/self/fd").iterdir()))
    with watched(keyed.home, Path("/dev/shm")) as new, open_restricted(keyed, release) as connection:
        connection.execute("create temp table spilt as select random() as x from range(3000000) order by x")
    assert new == []
    assert len(list(Path("/proc/self/fd").iterdir())) == descriptors


@pytest.mark.parametrize(
    "statement",
    [
        "copy raw.requests to '{home}/names.csv'",
        "copy raw.requests to '/dev/stderr'",
        "export database '{home}/names'",
        "attach '{home}/names.duckdb' as names",
        "insert into raw.requests values ('another')",
        "create table names as from raw.requests",
        "set enable_external_access = true",
        "set temp_directory = '{home}'",
        "from read_text('/etc/passwd')",
        "install httpfs",
        "load httpfs",
    ],
)
def test_no_statement_takes_anything_out(keyed: Settings, release: Path, statement: str) -> None:
    with watched(keyed.home) as new, open_restricted(keyed, release) as connection:
        with pytest.raises(RestrictedError) as caught:
            ask_restricted(connection, statement.format(home=keyed.home))
        assert NAME not in str(caught.value)
    assert new == []


def test_an_error_does_not_quote_a_row(keyed: Settings, release: Path) -> None:
    with open_restricted(keyed, release) as connection:
        with pytest.raises(RestrictedError, match="ConversionException; DuckDB's words are left out") as caught:
            ask_restricted(connection, "select cast(handle as integer) from raw.requests")
        with pytest.raises(RestrictedError, match="no_such_table"):
            ask_restricted(connection, "from raw.no_such_table")
    assert NAME not in str(caught.value) + repr(caught.value.__cause__)


def test_a_public_key_writes_and_does_not_read(keyed: Settings, identity: pyrage.x25519.Identity) -> None:
    other = pyrage.x25519.Identity.generate()
    builder = replace(keyed, restricted_key=f"{identity.to_public()} {other.to_public()}")
    folder = keyed.releases / "2025-10-31-11111111"
    with connect(builder.warehouse) as connection:
        write_restricted(connection, builder, folder)
    assert "no secret key" in refusal(builder, folder)
    for reader in (identity, other):
        with open_restricted(replace(keyed, restricted_key=str(reader)), folder) as connection:
            assert connection.execute("from raw.requests").fetchall() == []


def test_without_a_key_nothing_is_written_and_none_is_made(settings: Settings, tmp_path: Path) -> None:
    with connect(settings.warehouse) as connection:
        assert write_restricted(connection, settings, tmp_path / "release") is None
    assert not (tmp_path / "release").exists()
    assert not settings.restricted_key_file.exists()


def test_what_cannot_be_opened_says_why(keyed: Settings, release: Path, settings: Settings) -> None:
    assert "no secret key" in refusal(settings, release)
    wrong = replace(keyed, restricted_key=str(pyrage.x25519.Identity.generate()))
    assert "other keys" in refusal(wrong, release)
    assert "no restricted tier" in refusal(keyed, release.parent / "2025-10-31-22222222")
    content = (release / FILE).read_bytes()
    middle = len(content) // 2
    for damaged in (b"", content[:30], content[:middle], content[:-1], b"x" * 400, flipped(content, middle)):
        (release / FILE).write_bytes(damaged)
        with watched(keyed.home) as new:
            assert "damaged" in refusal(keyed, release)
        assert new == []


def flipped(content: bytes, position: int) -> bytes:
    """`content` with one bit turned over."""
    return content[:position] + bytes([content[position] ^ 1]) + content[position + 1 :]


def test_what_is_no_database_says_so(keyed: Settings, release: Path, identity: pyrage.x25519.Identity) -> None:
    (release / FILE).write_bytes(pyrage.encrypt(b"not a database, " * 1000, [identity.to_public()]))
    assert "no DuckDB file" in refusal(keyed, release)


@pytest.mark.parametrize("bad", ["swordfish", "AGE-SECRET-KEY-1XYZ", "age1xyz", "AGE-SECRET-KEY-1", "# only a comment"])
def test_what_is_no_key_is_refused_without_repeating_it(keyed: Settings, release: Path, bad: str) -> None:
    complaint = refusal(replace(keyed, restricted_key=bad), release)
    assert "TAKEDOWN_RESTRICTED_KEY holds something that is no age key" in complaint
    assert "swordfish" not in complaint
    assert "xyz" not in complaint.lower()


def test_a_bad_key_stops_a_build_before_it_begins(keyed: Settings) -> None:
    with pytest.raises(RestrictedError, match="no age key"):
        build_release(
            replace(keyed, restricted_key="swordfish"), open_console(), as_of=None, keep_going=False, force=False
        )
    assert not keyed.dagster_home.exists()


def test_the_key_file_is_what_the_doctor_says_to_make(keyed: Settings) -> None:
    path = keyed.restricted_key_file
    command = HOW_TO_MAKE_ONE.format(path=path).replace("python", sys.executable, 1)
    subprocess.run(["bash", "-c", command], check=True)
    assert path.stat().st_mode & 0o777 == 0o600
    by_file = replace(keyed, restricted_key=None)
    keys = read_keys(by_file)
    assert keys
    assert (len(keys.recipients), len(keys.identities)) == (1, 1)
    assert "writes and opens" in " ".join(finding.what for finding in examine(by_file))
    path.chmod(0o644)
    with pytest.raises(RestrictedError, match="chmod 600"):
        read_keys(by_file)
    (finding,) = [finding for finding in examine(by_file) if "restricted key" in finding.what]
    assert finding.level == "fault"
    assert "chmod 600" in finding.mend


def test_public_keys_may_be_seen_by_others(keyed: Settings, identity: pyrage.x25519.Identity) -> None:
    keyed.restricted_key_file.write_text(f"# a colleague\n{identity.to_public()}\n", encoding="utf-8")
    keyed.restricted_key_file.chmod(0o644)
    by_file = replace(keyed, restricted_key=None)
    assert read_keys(by_file)
    assert "cannot open" in " ".join(finding.what for finding in examine(by_file))


def test_what_cannot_be_written_leaves_nothing_behind(keyed: Settings, tmp_path: Path) -> None:
    target = tmp_path / "release"
    (target / FILE).mkdir(parents=True)
    with connect(keyed.warehouse) as connection, pytest.raises(OSError):
        write_restricted(connection, keyed, target)
    assert [path for path in target.rglob("*") if path.is_file()] == []


def test_a_release_of_the_large_sample_is_opened_by_the_command(workbench: Workbench, large: Ran) -> None:
    settings = replace(workbench.settings, account_key=ACCOUNT_KEY, restricted_key=RESTRICTED_KEY)
    sql = f"select count(*) as n from raw.requests where handle like '%{TEXTS['requests']['handle']}'"
    code, stdout, stderr = run_in(large.home, settings, "query", "--restricted", "--csv", sql)
    assert (code, stderr) == (0, "")
    assert int(stdout.splitlines()[1]) > 90_000
    code, _, stderr = run_in(large.home, workbench.settings, "query", "--restricted", sql)
    assert code == 1
    assert "no secret key" in stderr


def test_both_releases_hold_and_sum_the_encrypted_file(large: Ran, settings: Settings) -> None:
    releases = replace(settings, home=large.home)
    for folder in [releases.releases / name for name in list_releases(releases)]:
        assert FILE.as_posix() in (folder / "SHA256SUMS").read_text(encoding="utf-8")
        assert verify(folder) > 80
