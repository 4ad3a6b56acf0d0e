"""What `takedown verify` costs beside the build of the release that it computes again: about 100,000 requests."""

from pathlib import Path

from tests.benchmarks.measure import show, takedown

SCALE = 86


def test_verification(tmp_path: Path) -> None:
    home = tmp_path / "home"
    takedown(home, "sample", "--scale", str(SCALE))
    build, verify = takedown(home, "build"), takedown(home, "verify")
    rows = [("build", build.seconds, 1.0), ("verify", verify.seconds, verify.seconds / build.seconds)]
    show(f"A release of the sample at --scale {SCALE}, whole process", ("command", "seconds", "ratio"), rows)
