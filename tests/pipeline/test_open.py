"""`takedown open` for real: the DuckDB shell and a notebook server, started on a release, asked, and stopped."""

import os
import pty
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from select import select
from time import monotonic
from urllib.error import HTTPError
from urllib.request import urlopen

import pytest
from tenacity import Retrying, retry_if_exception_type, stop_after_delay, wait_fixed

from tests.pipeline.workbench import Ran

OPEN = [sys.executable, "-c", "from orchestration.cli import main; main()", "open"]
ASKED_WHAT_TERMINAL = b"\x1b[c"  # the shell waits for the answer before its first prompt
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/lab\?token=(\w+)")


@pytest.fixture
def environment(october: Ran, tmp_path: Path) -> dict[str, str]:
    """A home of its own on October's releases, and settings of somebody's that would throw the server open."""
    (tmp_path / "home").mkdir()
    (tmp_path / "home" / "releases").symlink_to(october.home / "releases")
    settings = tmp_path / "person" / ".jupyter"
    settings.mkdir(parents=True)
    (settings / "jupyter_server_config.py").write_text("c.IdentityProvider.token = ''\nc.ServerApp.ip = '0.0.0.0'\n")
    own = {"TAKEDOWN_HOME": str(tmp_path / "home"), "HOME": str(tmp_path / "person"), "JUPYTER_TOKEN": "known"}
    return {**os.environ, **own}


def opened(environment: dict[str, str], *arguments: str, sql: str | None) -> subprocess.CompletedProcess[str]:
    given = {"stdin": subprocess.DEVNULL} if sql is None else {"input": sql}
    return subprocess.run(
        [*OPEN, *arguments], env=environment, capture_output=True, text=True, check=False, timeout=60, **given
    )  # type: ignore[call-overload,no-any-return]


def test_sql_that_is_piped_in_is_answered(environment: dict[str, str]) -> None:
    sql = ".mode csv\nselect reported_count, complied_count from compliance_as_of('2025-08-15') where is_total;\n"
    run = opened(environment, sql=f"{sql}select current_setting('timezone');\n")
    assert (run.returncode, run.stderr) == (0, "")
    assert "852,533" in run.stdout
    assert "UTC" in run.stdout
    assert "Read-only" not in run.stdout, "a greeting is no answer"


def test_the_release_cannot_be_written(environment: dict[str, str], october: Ran) -> None:
    run = opened(environment, "--release", october.release.name, sql="drop table marts.dim_date;\n")
    assert run.returncode != 0
    assert "read-only" in run.stderr


def test_nobody_to_talk_to(environment: dict[str, str]) -> None:
    run = opened(environment, sql=None)
    assert (run.returncode, run.stdout) == (1, "")
    assert run.stderr.startswith("takedown: there is no terminal here")


@pytest.mark.parametrize("arguments", [[], ["--notebook"]])
def test_a_release_that_is_not_there(environment: dict[str, str], october: Ran, arguments: list[str]) -> None:
    run = opened(environment, *arguments, "--release", "../elsewhere", sql="select 1;")
    assert (run.returncode, run.stdout) == (1, "")
    assert f"no release '../elsewhere' in {environment['TAKEDOWN_HOME']}" in run.stderr
    assert october.release.name in run.stderr


def test_a_person_is_greeted_with_what_to_ask(environment: dict[str, str], october: Ran) -> None:
    ours, theirs = pty.openpty()
    process = subprocess.Popen(OPEN, env={**environment, "TERM": "dumb"}, stdin=theirs, stdout=theirs, stderr=theirs)
    os.close(theirs)
    said = talk(ours, ".quit\r", process)
    assert process.wait(timeout=10) == 0, said
    assert f"Release {october.release.name}, as of 2025-10-31 (SYNTHETIC). Read-only." in said
    assert "from compliance_as_of('2025-10-31');" in said


def talk(terminal: int, words: str, process: subprocess.Popen[bytes]) -> str:
    """Be a terminal, and type `words` when the other side has been silent for a second; gives what it said."""
    said, deadline = b"", monotonic() + 60
    while process.poll() is None and monotonic() < deadline:
        if select([terminal], [], [], 1)[0]:
            part = read_what_is_there(terminal)
            if ASKED_WHAT_TERMINAL in part:
                os.write(terminal, b"\x1b[?62c")
            said += part
        elif b"leaves" in said:
            os.write(terminal, words.encode())
    process.kill()
    os.close(terminal)
    return said.decode(errors="replace")


def read_what_is_there(terminal: int) -> bytes:
    try:
        return os.read(terminal, 4096)
    except OSError:  # how Linux says that the other end of a terminal is closed
        return b""


@pytest.fixture
def server(environment: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Address and token of a running notebook server; it must end when it is told to."""
    command = [*OPEN, "--notebook", "--port", "0"]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        said = ""
        for line in process.stdout:
            said += line
            if found := ADDRESS.search(line):
                break
        else:
            pytest.fail(said)
        wait_for_port(int(found[1]))
        yield f"http://127.0.0.1:{found[1]}", found[2]
        process.send_signal(signal.SIGTERM)
        assert process.wait(timeout=30) == 0


def wait_for_port(port: int) -> None:
    """The server tells its address a moment before it listens there."""
    attempts = Retrying(
        retry=retry_if_exception_type(ConnectionRefusedError),
        stop=stop_after_delay(20),
        wait=wait_fixed(0.1),
        reraise=True,
    )
    attempts(socket.create_connection, ("127.0.0.1", port), timeout=5).close()


def test_a_notebook_server_on_this_machine_alone(server: tuple[str, str], environment: dict[str, str]) -> None:
    address, token = server
    port = int(address.rpartition(":")[2])
    assert token != "known"
    assert urlopen(f"{address}/api/status?token={token}").status == 200
    listed = urlopen(f"{address}/api/contents?token={token}").read().decode()
    assert "questions_in_python.ipynb" in listed
    assert "questions_in_sql.ipynb" in listed
    with pytest.raises(HTTPError, match="403"):
        urlopen(f"{address}/api/contents")
    with pytest.raises(HTTPError, match="403"):
        urlopen(f"{address}/api/contents?token=known")
    page = urlopen(f"{address}/lab?token={token}").read().decode()
    assert '"news": {"disabled": true}' in page
    assert '"can_install": false' in page
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.2", port), timeout=5)
    assert (Path(environment["TAKEDOWN_HOME"]) / "notebooks" / "questions_in_sql.ipynb").exists()
