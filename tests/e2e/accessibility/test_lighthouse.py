"""Lighthouse gives every page 100 for accessibility, as it is drawn from disk."""

import json
import subprocess
from pathlib import Path

import pytest

from dashboards.languages import LANGUAGES
from tests.e2e.accessibility.judges import HERE
from tests.e2e.conftest import CHROMIUM
from tests.e2e.looks import pages_of

SECONDS_A_PAGE = 40
FEWEST_AUDITS = 20  # a page on which fewer apply has not been looked at


@pytest.mark.timeout(1500)
def test_every_page_has_100(site_dir: Path, judges: Path, browser: object) -> None:
    assert judges.is_dir()
    pages = [
        site_dir / language.folder / f"{name}.html"
        for language in LANGUAGES
        for name in sorted(pages_of(site_dir, language.folder))
    ]
    command = ["node", "lighthouse.mjs", str(CHROMIUM), *(page.resolve().as_uri() for page in pages)]
    done = subprocess.run(
        command, cwd=HERE, capture_output=True, text=True, timeout=SECONDS_A_PAGE * len(pages), check=False
    )
    judged = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
    assert len(judged) == len(pages), done.stderr[-2000:]
    short = [json.dumps(one, indent=1) for one in judged if one["score"] != 1 or one["error"]]
    assert not short, "\n".join(short)
    assert min(one["passed"] for one in judged) >= FEWEST_AUDITS
