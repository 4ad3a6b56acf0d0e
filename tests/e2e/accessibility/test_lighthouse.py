"""Lighthouse gives every page 100 for accessibility."""

import json
import shutil
import subprocess
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.e2e.accessibility.conftest import HERE, site_pages
from tests.e2e.conftest import CHROMIUM

SECONDS_A_PAGE = 40


class _Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:
        """Nothing: the test says what it found."""


@pytest.fixture
def address(site_dir: Path) -> Iterator[str]:
    """The site over HTTP on this machine: Lighthouse refuses to look at files."""
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(_Quiet, directory=str(site_dir))) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}"
        server.shutdown()


@pytest.mark.timeout(1500)
def test_every_page_has_100(address: str, site_dir: Path, judges: Path, browser: object) -> None:
    assert judges.is_dir()
    if shutil.which("node") is None:
        pytest.skip("node is not installed")
    pages = site_pages(site_dir)
    command = ["node", "lighthouse.mjs", str(CHROMIUM), *(f"{address}/{name}" for name in pages)]
    done = subprocess.run(
        command, cwd=HERE, capture_output=True, text=True, timeout=SECONDS_A_PAGE * len(pages), check=False
    )
    judged = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert len(judged) == len(pages), done.stderr[-2000:]
    short = [json.dumps(one, indent=1) for one in judged if one["score"] != 1 or one["error"]]
    assert not short, "\n".join(short)
