"""Puts a finished folder where an older one stands, all at once.

Belongs here: the exchange of two folders. Does not: what is in them.
"""

import ctypes
import errno
import os
import shutil
from pathlib import Path

_AT_FDCWD = -100
_RENAME_EXCHANGE = 2
_NOT_OFFERED = {errno.ENOSYS, errno.EINVAL, errno.ENOTSUP}


def replace_folder(finished: Path, target: Path) -> None:
    """Make `target` the folder `finished` (same file system) and delete what `target` was.

    Where the system can exchange two names in one step, a reader sees the old folder or the new one, never neither.
    Elsewhere the old one is moved aside first, and moved back if the new one cannot take its place.
    """
    if not target.exists():
        finished.rename(target)
        return
    if not _exchange(finished, target):
        _move_aside(finished, target)
    shutil.rmtree(finished)


def _exchange(left: Path, right: Path) -> bool:
    """Swap two names atomically (Linux renameat2). False when this system or file system does not offer it."""
    rename = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if rename is None:
        return False
    if rename(_AT_FDCWD, os.fsencode(left), _AT_FDCWD, os.fsencode(right), _RENAME_EXCHANGE) == 0:
        return True
    number = ctypes.get_errno()
    if number in _NOT_OFFERED:
        return False
    raise OSError(number, f"cannot exchange {left} and {right}: {os.strerror(number)}")


def _move_aside(finished: Path, target: Path) -> None:
    """Leaves the old content of `target` under the name `finished`, as an exchange does."""
    aside = finished.with_name(finished.name + ".old")
    target.rename(aside)
    try:
        finished.rename(target)
    except OSError:
        aside.rename(target)
        raise
    aside.rename(finished)
