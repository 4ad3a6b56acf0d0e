"""What must hold after any fault: a sentence and no traceback, the current release whole, nothing half made visible."""

from pathlib import Path

from orchestration.release import list_releases, verify
from orchestration.settings import Settings


def assert_told(code: int, stderr: str, *said: str) -> None:
    """The command failed with exit code 1 and a sentence that says all of `said`."""
    assert code == 1, stderr
    assert "Traceback" not in stderr
    for words in said:
        assert words in stderr


def assert_untouched(settings: Settings, current: str, releases: list[str]) -> None:
    """`current` is current and verifies, and no other release, nor half of one, is to be seen."""
    assert settings.current_release.resolve().name == current
    assert verify(settings.releases / current) > 0
    assert list_releases(settings) == releases
    assert hidden(settings.releases) == []


def hidden(folder: Path) -> list[str]:
    """Names of what is left lying about."""
    return [path.name for path in folder.iterdir() if path.name.startswith(".")]
