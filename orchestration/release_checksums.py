"""Is every file of a release what the release says it is? SHA256SUMS, data packages and Croissant, against the bytes.

Belongs here: hashes that are read and compared. Does not: writing them (release_documents), what is in the tables
(verification).
"""

import json
from collections.abc import Iterator, Mapping
from pathlib import Path

from orchestration.release_documents import files_below, sha256_of

SUMS = "SHA256SUMS"
TIERS = ("public", "research")


def read_sums(folder: Path) -> dict[str, str]:
    """SHA256SUMS of a release folder: digest by path."""
    lines = (folder / SUMS).read_text(encoding="utf-8").splitlines()
    return {name: digest for digest, name in (line.split("  ", 1) for line in lines)}


def count_files(folder: Path) -> int:
    """How many files SHA256SUMS names."""
    return len(read_sums(folder))


def damages(folder: Path) -> list[str]:
    """What is amiss with the files: missing, too many, changed, or other than a package says. Empty when sound."""
    # A package that was changed is not asked what it says of others.
    return changed_files(folder) or [fault for tier in TIERS for fault in package_faults(folder, tier)]


def changed_files(folder: Path) -> list[str]:
    """Files that are missing, in no SHA256SUMS, or other than it says."""
    sums = read_sums(folder)
    found = {path.relative_to(folder).as_posix(): path for path in files_below(folder)}
    faults = [f"{name} is missing" for name in sorted(sums.keys() - found.keys())]
    faults += [f"{name} is in no {SUMS}" for name in sorted(found.keys() - sums.keys())]
    return faults + [f"{n} was changed" for n in sorted(sums.keys() & found.keys()) if sha256_of(found[n]) != sums[n]]


def package_faults(folder: Path, tier: str) -> list[str]:
    """Files of a tier whose hash in datapackage.json is not that of SHA256SUMS."""
    package = json.loads((folder / tier / "datapackage.json").read_text(encoding="utf-8"))
    stated = ((resource["path"], resource["hash"].removeprefix("sha256:")) for resource in package["resources"])
    return list(_disagreements(folder, tier, "datapackage.json", dict(stated)))


def croissant_faults(folder: Path, tier: str) -> list[str]:
    """Files of a tier whose hash in croissant.json is not that of SHA256SUMS."""
    content = json.loads((folder / tier / "croissant.json").read_text(encoding="utf-8"))
    stated = {item["contentUrl"]: item["sha256"] for item in content["distribution"]}
    return list(_disagreements(folder, tier, "croissant.json", stated))


def _disagreements(folder: Path, tier: str, document: str, stated: Mapping[str, str]) -> Iterator[str]:
    sums = read_sums(folder)
    for name, digest in stated.items():
        if sums.get(f"{tier}/{name}") != digest:
            yield f"{tier}/{name} is not what {tier}/{document} says"
