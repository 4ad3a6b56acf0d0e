"""A failure in one sentence: what went wrong, where, and what to do.

Belongs here: words for faults of the machine (disk, permissions, memory), and making text safe to show in a terminal.
Does not: faults of files and data, which say themselves what to do where they are raised.
"""

import re
import unicodedata
from pathlib import Path

FULL = "the disk that holds {home} is full. Free some space and run the same command again"
READ_ONLY = "{home} has to be writable by who runs this. Mend that, or set TAKEDOWN_HOME, and run it again"
# What the system or DuckDB says, and what to do about it. The former release stays current in each case.
ADVICE = {
    "No space left on device": FULL,
    "database or disk is full": FULL,
    "Disk quota exceeded": FULL,
    "File too large": "this process may not write a file that large (ulimit -f). Raise it and run it again",
    "Read-only file system": READ_ONLY,
    "attempt to write a readonly database": READ_ONLY,
    "Permission denied": READ_ONLY,
    "Out of Memory Error": "give DuckDB more in TAKEDOWN_MEMORY, or free space beside {home}, and run it again",
}
OBEYED = ("Cc", "Cs")  # control characters, and halves of characters that no terminal can show
# DuckDB wraps what the system said about a write into JSON, with the file in it.
WRAPPED = re.compile(r'Async write failed for range \[[^\]]*\]: \{.*?"exception_message":"((?:[^"\\]|\\.)*)".*\}')


def explain(error: BaseException, home: Path) -> str:
    """The sentence for `error`, safe to show."""
    said = str(error) or type(error).__name__
    if isinstance(error, MemoryError):
        said = (
            "there is not enough memory. Close other programs, or deliver the largest file in parts, and run it again"
        )
    return printable(advise(said, home))


def advise(said: str, home: Path) -> str:
    """What was said, unwrapped, with what to do about it where that is known."""
    plain = WRAPPED.sub(lambda match: match[1].replace('\\"', '"'), said).strip()
    advice = next((advice for sign, advice in ADVICE.items() if sign in plain), None)
    return f"{plain}: {advice.format(home=home)}; the current release is as it was" if advice else plain


def printable(text: str) -> str:
    """`text` with characters that a terminal would obey written as escapes; line breaks and tabs stay."""
    return "".join(c if c in "\n\t" or unicodedata.category(c) not in OBEYED else ascii(c)[1:-1] for c in text)
