"""The small disk itself: what a killed run leaves mounted is taken away by the next."""

import subprocess
import sys
from pathlib import Path

from tests.pipeline.faults.small_disk import SmallDisk, unmount_orphans

KILLED = (
    "import os, pathlib, sys\n"
    "from tests.pipeline.faults.small_disk import mount\n"
    "mount(pathlib.Path(sys.argv[1]))\n"
    "os._exit(9)\n"
)


def test_a_killed_run_leaves_no_disk_behind(mounted: SmallDisk, tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", KILLED, str(tmp_path)], check=False, cwd=Path(__file__).parents[3])
    assert tmp_path.is_mount()
    unmount_orphans()
    assert not tmp_path.is_mount()
    assert mounted.root.is_mount(), "that of a run that goes on stays"
