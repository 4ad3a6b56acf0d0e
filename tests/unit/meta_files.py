"""Small files in Meta's layouts, written by hand for the tests of its connector."""

from datetime import date
from pathlib import Path

from orchestration.connectors.base import ReportReader, ReportRows
from orchestration.connectors.published_reports import meta_data_requests, meta_restrictions
from tests.unit.refused import reason_of

OBSERVED_ON = date(2024, 5, 30)
COUNTS_FILE = "Content_Restrictions_2013_H2.csv"
KINDS_FILE = "Content_Restrictions_2023_H2.csv"
REQUESTS_FILE = "PRPL-Facebook-Government-Report-{}.csv"
COUNT = "Country,count"
BY_KIND = (
    "ISO Code,Country,Facebook Profile,Facebook Page+Group,Facebook Album,Facebook Post,Facebook Event,"
    "Facebook Comment,Instagram Media,Instagram Media: Global GB externally imposed,"
    "Instagram Media: Global GB applied to others,Instagram Account,Instagram Account: Global GB externally imposed,"
    "Instagram Account: Global GB applied to others,total"
)
PAKISTAN = 'PK,Pakistan,158,99,0,"1,260",2,N/A,166,37,0,731,1,,"2,454"'
_KINDS = (
    "Search Warrant",
    "Subpoena",
    "Court Order (Other)",
    "MLAT Search Warrant",
    "MLAT Order",
    "Court Order (18 USC 2703(d))",
    "Pen Register/Trap and Trace",
    "Title III",
    "FISA Content Requests",
    "FISA Non-Content Requests",
    "NSLs",
)


def _columns(*kinds: str) -> str:
    return ",".join(f"{kind},{kind} Accounts,{kind} Percentage" for kind in kinds)


_TOTALS = _columns("Total Requests", "Legal Process Request Total", "Emergency Request Total")
_RESTRICTIONS = (
    "{},Preservation Requests,Preservation Accounts Preserved,Takedown reports,Percent Witheld,Internet Disruptions"
)
REQUESTS_2013 = (
    f"Country,{_RESTRICTIONS.format('Content Restricted')},{_TOTALS},{_columns('Emergency Disclosures', *_KINDS)}"
)
REQUESTS_2017 = f"Country,{_RESTRICTIONS.format('Content Restrictions')},{_TOTALS},{_columns(*_KINDS)}"
REQUESTS_2019 = (
    "Country,Preservation Requests,Preservation Accounts Preserved,"
    "Total Requests,Number of Requests Where Some Data Produced,Total Requests Accounts,Total Requests Percentage,"
    "Legal Process Request Total,Legal Number of Requests Where Some Data Produced,"
    "Legal Process Request Total Accounts,Legal Process Request Total Percentage,"
    "Emergency Request Total,ER Number of Requests Where Some Data Produced,Emergency Request Total Accounts,"
    f"Emergency Request Total Percentage,{_columns(*_KINDS)}"
)

Figure = tuple[str | None, ...]


def record(header: str, **given: str) -> str:
    """A record under `header`: what `given` says of its columns (`_` for what is no letter), blank elsewhere."""
    names = ["".join(letter if letter.isalnum() else "_" for letter in column) for column in header.split(",")]
    unknown = set(given) - set(names)
    if unknown:
        raise ValueError(f"no column {unknown}")
    return ",".join(given.get(name, "") for name in names)


def write(folder: Path, name: str, *lines: str, encoding: str = "utf-8", newline: str = "\n") -> Path:
    path = folder / name
    path.write_bytes(newline.join([*lines, ""]).encode(encoding))
    return path


def reader_of(path: Path) -> ReportReader:
    is_restrictions = path.name.startswith("Content_Restrictions")
    return meta_restrictions.read_report if is_restrictions else meta_data_requests.read_report


def read(path: Path, observed_on: date = OBSERVED_ON) -> ReportRows:
    return reader_of(path)(path, observed_on)


def figures(report: ReportRows, *keys: str) -> dict[Figure, Figure]:
    """Value and is_total of each figure, by `keys`."""
    found: dict[Figure, Figure] = {
        tuple(row[key] for key in keys): (row["value_text"], row["is_total"]) for row in report.rows.to_pylist()
    }
    assert len(found) == report.rows.num_rows, "two figures under one key"
    return found


def refusal(path: Path, observed_on: date = OBSERVED_ON) -> str:
    return reason_of(read, path, observed_on)
