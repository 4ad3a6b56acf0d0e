"""Coverage: which reports are here, which are missing, and was every row of every file accounted for?"""

from collections.abc import Sequence

from dashboards.blocks import Cell, Column, DataTable, Page, day_cell
from dashboards.data import Release, Row
from dashboards.ledger_words import heading, publisher_label, report_label, spaced, told, unnamed
from dashboards.periods import half_year
from dashboards.row_filters import RowFilters, row_filters, selector, with_keys
from dashboards.words import NULL, Words

COVERAGE = "fct_coverage"
FILES = "fct_published_files"
KINDS = {"present": "passed", "gap": "warning", "silent": "warning", "not_collected": "withheld", "not_due": ""}


def build(release: Release, words: Words) -> Page:
    """The grid of reports and half-years, then every file with what became of its records."""
    half_years = _half_years(release)
    files = _files(release)
    return Page(
        slug="coverage",
        nav_label=words.say("Coverage"),
        title=words.say("Which reports are here, and what was read of them?"),
        lead=lead_sentence(half_years, files, words),
        parts={
            "grid": grid_table(half_years, words) if half_years else None,
            "reports": report_table(half_years, words) if half_years else None,
            "files": file_table(files, words) if files else None,
            "row_filters": coverage_filters(half_years, files, words),
        },
        synthetic_note=words.say(
            "is only the request log behind other pages. The reports and files on this page are real."
        ) if half_years or files else "",
        as_of_note=words.say("That is the date of the request log. A report is due by its own publisher's habit."),
    )  # fmt: skip


def coverage_filters(half_years: Sequence[Row], files: Sequence[Row], words: Words) -> RowFilters | None:
    """By publisher."""
    publishers = {row["publisher"]: publisher_label(row["publisher"], words) for row in (*half_years, *files)}
    named = dict(sorted(publishers.items()))
    return row_filters((selector("publisher", words.say("Publisher"), named),), words)


def _half_years(release: Release) -> list[Row]:
    if not release.has_rows(COVERAGE):
        return []
    return release.rows(f"FROM {COVERAGE} ORDER BY publisher, report, period_start, period_end")


def _files(release: Release) -> list[Row]:
    if not release.has_rows(FILES):
        return []
    return release.rows(f"FROM {FILES} ORDER BY publisher, report, vintage DESC, source_file, source_file_sha256")


def lead_sentence(half_years: Sequence[Row], files: Sequence[Row], words: Words) -> str:
    """Expected and present half-years, where the newest file ends, and whether every record is accounted for."""
    if not half_years and not files:
        return words.say("This release holds no table of coverage: no published report is loaded, or it was made "
                         "before there was one.")  # fmt: skip
    parts = [_expected_sentence(half_years, words), *_ending_sentences(half_years, words)]
    return " ".join(part for part in (*parts, accounted_sentence(files, words)) if part)


def _expected_sentence(half_years: Sequence[Row], words: Words) -> str:
    expected = [row for row in half_years if row["is_expected"]]
    if not expected:
        return ""
    present = sum(row["is_present"] for row in expected)
    gaps, uncollected, not_due = (
        sum(row["coverage_status"] == status for row in expected) for status in ("gap", "not_collected", "not_due")
    )
    text = words.say("Of {expected} half-years that the reports should cover, {present} are here",
                     expected=words.number(len(expected)), present=words.number(present))  # fmt: skip
    if gaps:
        text += words.plural(" and {count} is missing here", " and {count} are missing here", gaps)
    if uncollected:
        text += words.plural("; of {count} no file was seen since it fell due",
                             "; of {count} no file was seen since they fell due", uncollected)  # fmt: skip
    return text + (words.plural("; {count} is not due.", "; {count} are not due.", not_due) if not_due else ".")


def _ending_sentences(half_years: Sequence[Row], words: Words) -> list[str]:
    """Where the newest file of a report ends though more was due: what was seen, not what the publisher did since."""
    sentences = []
    for report in dict.fromkeys(row["report"] for row in half_years):
        own = [row for row in half_years if row["report"] == report]
        absent = sum(row["coverage_status"] == "silent" for row in own)
        seen_on = max((row["newest_vintage"] for row in own if row["newest_vintage"]), default=None)
        if absent and seen_on:
            last = [row for row in own if row["newest_vintage"] == seen_on][-1]
            sentences.append(words.plural(
                "{report}: the file seen on {day} ends with {period}; {count} later half-year was due and is not in "
                "it.",
                "{report}: the file seen on {day} ends with {period}; {count} later half-years were due and are not "
                "in it.",
                absent, report=report_label(report, words), day=words.day(seen_on),
                period=half_year(last["period_start"], last["period_end"]),
            ))  # fmt: skip
    return sentences


def accounted_sentence(files: Sequence[Row], words: Words) -> str:
    """Whether read = loaded + rejected + ignored in every file that was read here."""
    read = [row for row in files if not row["is_carried_over"]]
    if not read:
        carried = words.plural("{count} file is", "{count} files are", len(files))
        return words.say("{carried} known only by the figures on Pakistan that were carried over.",
                         carried=carried) if files else ""  # fmt: skip
    off = [row for row in read if not adds_up(row)]
    values = {key: words.number(sum(row[f"{key}_count"] or 0 for row in read))
              for key in ("read", "loaded", "rejected", "ignored")}  # fmt: skip
    total = words.say(
        "{read} records were read: {loaded} loaded, {rejected} rejected, {ignored} ignored for a stated reason",
        **values,
    )
    if off:
        return total + words.plural("; in {count} file they do not add up.", "; in {count} files they do not add up.",
                                    len(off))  # fmt: skip
    return total + words.say("; they add up in every file.")


def adds_up(row: Row) -> bool:
    """read = loaded + rejected + ignored. Always so for a file of which only carried-over figures are known."""
    if row["is_carried_over"]:
        return True
    return bool(row["read_count"] == sum(row[f"{key}_count"] or 0 for key in ("loaded", "rejected", "ignored")))


def status_label(status: str, words: Words) -> str:
    """What is known of a half-year of a report, in a word."""
    labels = {
        "present": words.say("present"),
        "gap": words.say("missing here"),
        "silent": words.say("not in the newest file"),
        "not_collected": words.say("not collected"),
        "not_due": words.say("not due"),
    }
    return labels.get(status) or unnamed(status, words)


def grid_table(half_years: Sequence[Row], words: Words) -> DataTable:
    """One row per half-year, newest first; one column per report."""
    reports = list(dict.fromkeys(row["report"] for row in half_years))
    cells = {(half_year(row["period_start"], row["period_end"]), row["report"]): row for row in half_years}
    periods = sorted({period for period, _ in cells}, reverse=True)
    columns = (Column(words.say("Half-year"), False), *(Column(report_label(one, words), False) for one in reports))
    rows = tuple(
        (Cell(period, kind="day"), *(_grid_cell(cells.get((period, report)), words) for report in reports))
        for period in periods
    )
    marks = words.say(
        "Missing here: a later half-year is here, this one is not; the publisher may well have published it. Not in "
        "the newest file: the newest file here was seen after this half-year fell due and ends before it; what was "
        "published elsewhere or later is not known. Not collected: no file here was seen since it fell due. Not due: "
        "the publisher still has time. — before the report's first half-year."
    )
    return DataTable(words.say("Every report and half-year"), columns, rows, marks)


def _grid_cell(row: Row | None, words: Words) -> Cell:
    if row is None:
        return Cell(NULL)
    text = status_label(row["coverage_status"], words)
    if row["rows_rejected_count"]:
        text = words.say("{status}, {count} rejected", status=text, count=words.number(row["rows_rejected_count"]))
    return Cell(text, kind=KINDS.get(row["coverage_status"], ""))


def report_table(half_years: Sequence[Row], words: Words) -> DataTable:
    """One row per report: how many half-years of each kind, and the newest there is."""
    say = words.say
    labels = (say("Report"), say("Expected"), *(heading(status_label(status, words)) for status in KINDS),
              say("Newest half-year"), say("Newest report of"))  # fmt: skip
    rows = []
    for report, _ in _reports(half_years):
        own = [row for row in half_years if row["report"] == report]
        rows.append(_report_cells(report, own, words))
    columns = tuple(Column(label, 0 < index < len(KINDS) + 2) for index, label in enumerate(labels))
    keys = [{"publisher": publisher} for _, publisher in _reports(half_years)]
    return with_keys(DataTable(say("Each report in numbers"), columns, tuple(rows)), keys)


def _reports(half_years: Sequence[Row]) -> list[tuple[str, str]]:
    """Report and publisher, in the order in which they come."""
    return list({row["report"]: (row["report"], row["publisher"]) for row in half_years}.values())


def _report_cells(report: str, own: Sequence[Row], words: Words) -> tuple[Cell, ...]:
    present = [row for row in own if row["is_present"]]
    newest = half_year(present[-1]["period_start"], present[-1]["period_end"]) if present else NULL
    vintages = [row["newest_vintage"] for row in present if row["newest_vintage"]]
    counts = (sum(row["coverage_status"] == status for row in own) for status in KINDS)
    return (
        Cell(report_label(report, words)),
        Cell(words.number(sum(bool(row["is_expected"]) for row in own))),
        *(Cell(words.number(count)) for count in counts),
        Cell(newest, kind="day"),
        day_cell(max(vintages, default=None)),
    )


def file_table(files: Sequence[Row], words: Words) -> DataTable:
    """One row per file: read = loaded + rejected + ignored, and the labels that match nothing."""
    say = words.say
    # A release from before files had a source has no such column.
    has_source = any("source" in row for row in files)
    names = [say("Publisher"), say("Report of"), say("File"), *([say("Where found")] if has_source else []),
             say("Layout"), say("From"), say("To")]  # fmt: skip
    counts = [say("Read"), say("= loaded"), say("+ rejected"), say("+ ignored"), say("Unmatched labels"),
              say("Figures they cost")]  # fmt: skip
    columns = (*(Column(label, False) for label in names), *(Column(label) for label in counts),
               Column(say("Adds up"), False))  # fmt: skip
    marks = say("Read: every record of the file, headers and blank ones included. Carried over: the file is not here; "
                "its figures on Pakistan are kept with the source. An unmatched label is a country, product, requestor "
                "or reason that no list knows: its figures are left out, never guessed.")  # fmt: skip
    table = DataTable(say("Every file"), columns, tuple(_file_cells(row, has_source, words) for row in files), marks)
    return with_keys(table, [{"publisher": row["publisher"]} for row in files])


def _source(source: str | None, words: Words) -> Cell:
    """Where the file was found, as it was put down: in English, with names of files in it."""
    return told(source, words, "source") if source else Cell(words.say("not on record"), kind="source")


def _file_cells(row: Row, has_source: bool, words: Words) -> tuple[Cell, ...]:
    counts = [row[f"{key}_count"] for key in ("read", "loaded", "rejected", "ignored")]
    counts += [row["unmatched_label_count"], row["unmatched_figures_count"]]
    verdict = Cell(words.say("yes"), kind="passed") if adds_up(row) else Cell(words.say("no"), kind="failed")
    return (
        Cell(publisher_label(str(row["publisher"]), words)),
        day_cell(row["vintage"]),
        Cell(str(row["source_file"]), kind="code"),
        *((_source(row.get("source"), words),) if has_source else ()),
        Cell(words.term(spaced(row["layout"])), kind="source"),
        day_cell(row["first_period_start"]),
        day_cell(row["last_period_end"]),
        *(Cell(words.number(count)) for count in counts),
        Cell(words.say("carried over"), kind="withheld") if row["is_carried_over"] else verdict,
    )
