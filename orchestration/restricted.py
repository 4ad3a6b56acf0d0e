"""The restricted tier: the whole warehouse, encrypted with age, and opened into memory only.

Belongs here: the restricted key, the encrypted file of a release, and asking it. No plaintext touches a disk but the
warehouse's own file, which is encrypted as it is copied.
Does not: what is in the warehouse, and the other tiers (release).
"""

import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

import pyrage

from orchestration.settings import Settings
from orchestration.warehouse import WarehouseDamagedError, ask, connect, read_value

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection, DuckDBPyRelation

FILE = Path("restricted") / "takedown.duckdb.age"
IDENTITY, RECIPIENT = "AGE-SECRET-KEY-1", "age1"
# DuckDB's errors about a statement; any other may quote what stands in a row.
ABOUT_THE_STATEMENT = ("ParserException", "BinderException", "CatalogException", "PermissionException")
HOW_TO_MAKE_ONE = (
    "(umask 077; python -c 'import pyrage; k = pyrage.x25519.Identity.generate(); "
    'print("#", k.to_public()); print(k)\' > {path})'
)


class RestrictedError(RuntimeError):
    """The restricted tier cannot be written or opened. The message never holds a key."""


@dataclass(frozen=True)
class RestrictedKeys:
    """Those whom the file is written for, and the secrets that open it: a builder needs only the former."""

    recipients: tuple[pyrage.x25519.Recipient, ...]
    identities: tuple[pyrage.x25519.Identity, ...]


def read_keys(settings: Settings) -> RestrictedKeys | None:
    """The keys in TAKEDOWN_RESTRICTED_KEY, else in the key file of the home folder; None where there is neither.

    One key or more, in lines or words, as age-keygen writes them: secret ones (AGE-SECRET-KEY-1...), which write and
    read, and public ones (age1...), which only write. Raises RestrictedError when one is neither, and when others can
    read a file with a secret key in it.
    """
    path = settings.restricted_key_file
    if settings.restricted_key:
        return _parse(settings.restricted_key, "TAKEDOWN_RESTRICTED_KEY")
    if not path.exists():
        return None
    keys = _parse(path.read_text(encoding="utf-8"), str(path))
    if keys.identities and is_open_to_others(path):
        raise RestrictedError(f"others can read the secret key in {path}: run `chmod 600 {path}`")
    return keys


def is_open_to_others(path: Path) -> bool:
    """Whether anyone but the owner may read or write the file."""
    return bool(stat.S_IMODE(path.stat().st_mode) & 0o077)


def write_restricted(connection: "DuckDBPyConnection", settings: Settings, folder: Path) -> Path | None:
    """Write the warehouse that `connection` has open, encrypted, into a release folder; None where no key is set.

    The bytes differ from run to run, since age draws a new file key each time.
    """
    keys = read_keys(settings)
    if keys is None:
        return None
    connection.execute("force checkpoint")  # what is only in the write-ahead log would be missing
    warehouse = read_value(connection, "select path from duckdb_databases() where database_name = current_catalog()")
    target = folder / FILE
    target.parent.mkdir(parents=True, exist_ok=True)
    with Path(warehouse).open("rb") as plain, target.open("xb") as encrypted:
        pyrage.encrypt_io(plain, encrypted, keys.recipients)
    return target


@contextmanager
def open_restricted(settings: Settings, release: Path) -> "Iterator[DuckDBPyConnection]":
    """The warehouse of a release, decrypted into a file that exists in memory only, read-only and shut in.

    Raises RestrictedError when there is no such file, no key, another key, or a file that was changed.
    """
    path, keys = release / FILE, read_keys(settings)
    if keys is None or not keys.identities:
        where = f"TAKEDOWN_RESTRICTED_KEY or {settings.restricted_key_file}"
        raise RestrictedError(f"no secret key to open {path} with: put it into {where} (`takedown doctor` says more)")
    if not path.exists():
        raise RestrictedError(f"{release.name} has no restricted tier: a key must be set when a release is built")
    with _memory_file() as memory:
        _decrypt(path, keys, memory)
        try:
            with connect(Path(f"/proc/self/fd/{memory.fileno()}"), read_only=True) as connection:
                # No answer spills to a disk, and no statement reads or writes another file.
                connection.execute("set temp_directory = ''")
                connection.execute("set enable_external_access = false")
                connection.execute("set lock_configuration = true")
                yield connection
        except WarehouseDamagedError as error:
            raise RestrictedError(f"{path} was decrypted and is no DuckDB file of this version") from error


def ask_restricted(connection: "DuckDBPyConnection", sql: str) -> "DuckDBPyRelation":
    """As `ask`, but an error does not repeat values of rows. Raises RestrictedError."""
    try:
        return ask(connection, sql)
    except ValueError as error:
        kind = type(error.__cause__).__name__
        if error.__cause__ is None or kind in ABOUT_THE_STATEMENT:
            raise RestrictedError(str(error)) from None
        raise RestrictedError(f"{kind}; DuckDB's words are left out, for they may quote a row: use try_cast") from None


def _parse(text: str, where: str) -> RestrictedKeys:
    words = [word for line in text.splitlines() for word in line.partition("#")[0].split()]
    try:
        identities = [pyrage.x25519.Identity.from_str(word) for word in words if word.startswith(IDENTITY)]
        recipients = [pyrage.x25519.Recipient.from_str(word) for word in words if word.startswith(RECIPIENT)]
    except (pyrage.IdentityError, pyrage.RecipientError):
        identities = recipients = []
    if not words or len(identities) + len(recipients) < len(words):
        raise RestrictedError(
            f"{where} holds something that is no age key: it takes {IDENTITY}... (reads and writes) or {RECIPIENT}... "
            "(writes), as age-keygen makes them"
        ) from None
    return RestrictedKeys((*recipients, *(key.to_public() for key in identities)), tuple(identities))


@contextmanager
def _memory_file() -> Iterator[BinaryIO]:
    if not hasattr(os, "memfd_create"):
        raise RestrictedError("files in memory only need Linux: open the restricted tier there")
    with open(os.memfd_create("takedown-restricted", os.MFD_CLOEXEC), "w+b") as memory:  # noqa: PTH123 - has no path
        yield memory


def _decrypt(path: Path, keys: RestrictedKeys, memory: BinaryIO) -> None:
    try:
        with path.open("rb") as encrypted:
            pyrage.decrypt_io(encrypted, memory, keys.identities)
        memory.flush()
    except pyrage.DecryptError as error:
        if "matching keys" in str(error):
            raise RestrictedError(f"{path} was written for other keys than the one given") from error
        raise RestrictedError(f"{path} is damaged: {error}") from error
    except OSError as error:
        raise RestrictedError(f"{path} is damaged, or there is no memory for it: {error}") from error
