"""Says what pip-audit found, and fails where it could not ask: silence is no proof that nothing is known.

Reads pip-audit's JSON on standard input; the one argument is the file with what it said on standard error.
Exit codes: 0 every package was asked about and nothing is known, 1 something is known, 2 some could not be asked about.
"""

import json
import sys
from pathlib import Path

SHOWN_COUNT = 5


def main(text: str, log: Path) -> int:
    """Print the sentence for pip-audit's answer `text`; returns the exit code."""
    try:
        packages = json.loads(text)["dependencies"]
    except (json.JSONDecodeError, KeyError, TypeError):
        said = log.read_text(encoding="utf-8").strip().splitlines() if log.exists() else []
        print(f"audit: the vulnerability service could not be asked about any package ({(said or ['no answer'])[-1]})")
        return 2
    return report(packages)


def report(packages: list[dict[str, object]]) -> int:
    """Name what is known, then what was not asked."""
    known = [(package, fault) for package in packages for fault in list_faults(package)]
    for package, fault in known:
        print(f"audit: {package['name']} {package['version']}: {fault}")
    skipped = [str(package["name"]) for package in packages if "skip_reason" in package]
    if skipped or not packages:
        names = ", ".join(skipped[:SHOWN_COUNT]) + (" and others" if len(skipped) > SHOWN_COUNT else "")
        print(f"audit: the vulnerability service could not be asked about {len(skipped)} of {len(packages)} ({names})")
    if known:
        return 1
    if skipped or not packages:
        return 2
    print(f"audit: {len(packages)} packages, no vulnerability known")
    return 0


def list_faults(package: dict[str, object]) -> list[str]:
    """What is known of one package: ids, and the versions that mend it."""
    faults = package.get("vulns", [])
    if not isinstance(faults, list):
        raise TypeError(f"pip-audit lists faults as {type(faults).__name__}")
    return [f"{fault['id']}, mended in {', '.join(fault['fix_versions']) or 'no version yet'}" for fault in faults]


if __name__ == "__main__":
    sys.exit(main(sys.stdin.read(), Path(sys.argv[1])))
