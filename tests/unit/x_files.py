"""Small files as X publishes its removal requests, written by hand for the tests of its connector."""

from datetime import date
from pathlib import Path

from orchestration.connectors.base import ReportRows
from orchestration.connectors.published_reports.x import read_report
from tests.unit.refused import reason_of

FILE_NAME = "Twitter_Transparency-Removal_Requests_Jul-Dec-2020.csv"
OBSERVED_ON = date(2025, 3, 13)
BANNERS = ("Table 1/2: Legal Demands", "Table 2/2: Local Law(s)")
DEMANDS = (
    "Time period start,Country,Court Orders,Other legal demands,Combined requests,Court orders compliance rate,"
    "Other legal demands compliance rate,Combined compliance rate,Court orders accounts specified,"
    "Other legal demands accounts specified,Combined accounts specified,Combined accounts withheld,"
    "Combined tweets withheld,Court orders accounts TOS,Other legal demands accounts TOS,Combined accounts TOS"
)
LAWS = (
    "Time period start,Reports,Compliance rate,Accounts specified,Accounts withheld,Tweets withheld,Accounts TOS"
    + 9 * ","
)
PAKISTAN = "2020-07-01,Pakistan,3,414,417,0,0.41,0.41,2,6516,6518,0,0,0,724,724"
STARTS = [f"{year}-{month}-01" for year in range(2012, 2021) for month in ("01", "07")]
BLANK = "," * 15

Figures = dict[tuple[str, str, str], str | int | None]


def demands(*records: str, starts: list[str] | None = None) -> list[str]:
    """Table 1: `records`, and a row of zeros for each half-year."""
    zeros = [f"{start},Nauru,0,0,0,NULL,NULL,NULL,0,0,0,0,0,0,0,0" for start in starts or STARTS]
    return [BANNERS[0] + BLANK, DEMANDS, *records, *zeros]


def laws(*records: str, starts: list[str] | None = None) -> list[str]:
    """Table 2: `records`, and one row for each half-year that the publisher gives and they do not."""
    given = {record[:10] for record in records}
    rows = [f"{start},9,0.5,7,0,3,2,,,,,,,,," for start in starts or STARTS[11:] if start not in given]
    return [BANNERS[1] + BLANK, LAWS, *records, *rows]


def write(folder: Path, *blocks: list[str]) -> Path:
    """A file as X writes it: blank rows between the tables, no line end after the last record."""
    path = folder / FILE_NAME
    path.write_bytes(f"\n{BLANK}\n{BLANK}\n".join("\n".join(block) for block in blocks).encode())
    return path


def read(path: Path, observed_on: date = OBSERVED_ON) -> ReportRows:
    return read_report(path, observed_on)


def refusal(path: Path, observed_on: date = OBSERVED_ON) -> str:
    return reason_of(read, path, observed_on)


def column(report: ReportRows, start: str, name: str = "value_text", label: str = "Pakistan") -> Figures:
    """(requestor, unit, measure) -> what `name` says, for one country and half-year."""
    return {
        (row["requestor"], row["unit"], row["measure"]): row[name]
        for row in report.rows.to_pylist()
        if row["country_label"] == label and row["period_start"] == start
    }


def marked(report: ReportRows, start: str, name: str) -> set[tuple[str, str, str]]:
    return {key for key, flag in column(report, start, name).items() if flag == "true"}
