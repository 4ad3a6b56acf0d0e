"""A disk that is nearly full, for real: a small tmpfs with a home on it, and a file that takes up the rest.

Belongs here: mounting, filling, freeing. Does not: what is run on it (test_full_disk).
"""

import os
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

SIZE = "600m"
DEVICE = "takedown-small-disk-"
NO_MOUNT = "no tmpfs can be mounted here (not root, and no user namespace): run this file as root, or `unshare -rm`"


@dataclass(frozen=True)
class SmallDisk:
    """A mounted tmpfs. `home` is the home folder on it."""

    root: Path

    @property
    def home(self) -> Path:
        return self.root / "home"

    def put(self, home: Path) -> None:
        """Copy what a release and its warehouse are made of; Dagster's history and the site can be made again."""
        self.free()
        shutil.rmtree(self.home, ignore_errors=True)
        self.home.mkdir()
        for name in ("landing", "gate", "releases"):
            shutil.copytree(home / name, self.home / name, symlinks=True)
        shutil.copy(home / "warehouse.duckdb", self.home)

    def leave(self, byte_count: int) -> None:
        """Fill the disk until this much is free."""
        self.free()
        with (self.root / "filler").open("wb") as filler:
            os.posix_fallocate(filler.fileno(), 0, shutil.disk_usage(self.root).free - byte_count)

    def free(self) -> None:
        """Give the space back."""
        (self.root / "filler").unlink(missing_ok=True)

    def remount(self, mode: str) -> None:
        """Make the whole disk `ro` or `rw`."""
        subprocess.run(["mount", "-o", f"remount,{mode}", str(self.root)], check=True)


def mount(root: Path) -> SmallDisk:
    """Mount a small disk on the folder `root`; where that is not allowed, the test is skipped with a message."""
    unmount_orphans()
    mounting = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=700", f"{DEVICE}{os.getpid()}", str(root)]
    mounted = subprocess.run(mounting, capture_output=True, text=True, check=False)
    if mounted.returncode:
        pytest.skip(f"{NO_MOUNT}: {mounted.stderr.strip()}")
    return SmallDisk(root)


def unmount(disk: SmallDisk) -> None:
    """Take the disk away, whatever still looks at it."""
    subprocess.run(["umount", "-l", str(disk.root)], check=True)


def unmount_orphans() -> None:
    """Take away the disks of runs that were killed before they could: each is named after its process."""
    for line in Path("/proc/self/mounts").read_text(encoding="utf-8").splitlines():
        device, folder = line.split(" ")[:2]
        if device.startswith(DEVICE) and not Path("/proc", device.removeprefix(DEVICE)).exists():
            subprocess.run(["umount", "-l", folder], check=True)
