"""Files put into a landing folder, and what the warehouse then holds."""

from pathlib import Path

import duckdb

from orchestration.settings import Settings


class Drop:
    """Puts files into the landing folder `landing`."""

    def __init__(self, landing: Path) -> None:
        self.landing = landing

    def __call__(self, uri: str, content: str | bytes) -> Path:
        path = self.landing / uri
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path


def query(settings: Settings, sql: str) -> list[tuple[object, ...]]:
    with duckdb.connect(str(settings.warehouse), read_only=True) as connection:
        connection.execute("set timezone = 'UTC'")
        return connection.execute(sql).fetchall()
