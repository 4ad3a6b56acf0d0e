"""What to write in which language, handed from the process that makes the site to the one that writes a language.

Belongs here: the order and its way through a file. Does not: the writing (language_site).
"""

import json
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path

from dashboards.languages import LANGUAGES, Language
from dashboards.notice import FailedCheck, FailedData


@dataclass(frozen=True)
class Job:
    """The release folder, the folder of the site, the console's engine if there is one, newer data that failed."""

    language: Language
    release: Path
    site: Path
    engine: Path | None = None
    notice: FailedData | None = None

    def to_json(self) -> str:
        """The order as one line."""
        content = {
            "language": self.language.code,
            "release": str(self.release.resolve()),
            "site": str(self.site.resolve()),
            "engine": str(self.engine.resolve()) if self.engine else None,
            "notice": asdict(self.notice) if self.notice else None,
        }
        return json.dumps(content, default=date.isoformat)


def read_job(text: str) -> Job:
    """The order that `to_json` wrote."""
    content = json.loads(text)
    language = next(language for language in LANGUAGES if language.code == content["language"])
    engine, told = content["engine"], content["notice"]
    notice = None
    if told:
        checks = tuple(FailedCheck(**check) for check in told["checks"])
        notice = FailedData(date.fromisoformat(told["as_of_date"]), checks)
    return Job(language, Path(content["release"]), Path(content["site"]), Path(engine) if engine else None, notice)
