"""Claims: do official claims agree with the records, and what can the claims together mean?

A verdict on the synthetic sample is about the sample alone: the sample was made to agree with the claims of its day.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from dashboards.blocks import Cell, Column, DataTable, Figure, LegendEntry, Page, day_cell
from dashboards.claim_values import (
    SAMPLE,
    Distance,
    claim_label,
    claim_text,
    computed_text,
    difference_text,
    distance,
    plain_verdict,
    verdict_text,
)
from dashboards.data import Release, Row
from dashboards.figures_of_claims import ROW_PIXELS, ClaimMark, claim_distances
from dashboards.ledger_words import platform_label, told
from dashboards.pages.claim_feasibility import (
    FEASIBILITY,
    feasibility_figure,
    feasibility_sentence,
    feasibility_table,
    in_order,
)
from dashboards.row_filters import EVERY, Keys, RowFilters, figure_with_keys, row_filters, selector, with_keys
from dashboards.series import read_platform_names
from dashboards.words import NULL, Words

CLAIMS = "fct_claims"
ALL = "all"
KINDS = {"supported": "passed", "contradicted": "failed", "undetermined": "withheld"}


@dataclass(frozen=True)
class Query:
    """The SQL behind one claim, for a list that opens."""

    anchor: str
    title: str
    sql: str


def build(release: Release, words: Words) -> Page:
    """The claims with their verdicts, their queries, and what all of them together leave possible."""
    names = read_platform_names(release)
    claims = read_claims(release)
    ranges = _ranges(release)
    return Page(
        slug="claims",
        nav_label=words.say("Claims"),
        title=words.say("Do official claims agree with the records?"),
        lead=lead_sentence(claims, words),
        parts={
            "claims": claim_table(claims, names, words) if claims else None,
            "row_filters": claim_filters(claims, names, words),
            "distances": distance_figure(claims, names, words),
            "queries": [_query(row, names, words) for row in claims if row["evidence_query"]],
            "feasible": feasibility_figure(ranges, names, words) if ranges else None,
            "feasible_sentence": feasibility_sentence(ranges, names, words),
            "feasible_table": feasibility_table(ranges, names, words) if ranges else None,
        },
        synthetic_note=_synthetic_note(claims, words),
        as_of_note=words.say("Each claim is compared with what was on record at the end of its own day."),
    )


def _synthetic_note(claims: Sequence[Row], words: Words) -> str:
    if not claims:
        return ""
    return words.say(
        "is the request log that the claims are computed from. It was made to agree with the claims of August 2025, so "
        "its agreeing proves nothing about them. The claims themselves are real, and so are the lists of designations."
    )


def read_claims(release: Release) -> list[Row]:
    """The claims of the release, by the day they are about; none where it holds none."""
    return release.rows(f"FROM {CLAIMS} ORDER BY as_of_date, metric, claim_id") if release.has_rows(CLAIMS) else []


def _ranges(release: Release) -> list[Row]:
    if not release.has_rows(FEASIBILITY):
        return []
    return in_order(release.rows(f"FROM {FEASIBILITY} ORDER BY ALL"))


def lead_sentence(claims: Sequence[Row], words: Words) -> str:
    """How many claims are supported, contradicted and undetermined; those on the sample counted apart."""
    if not claims:
        return words.say("This release holds no official claims to compare with.")
    sample = [row["verdict"] for row in claims if row["basis"] == SAMPLE and row["verdict"] != "undetermined"]
    real = [row["verdict"] for row in claims if row["basis"] != SAMPLE and row["verdict"] != "undetermined"]
    open_count = len(claims) - len(sample) - len(real)
    parts = [
        words.say("on the synthetic sample {told}", told=_told(sample, words)) if sample else "",
        words.say("on real records {told}", told=_told(real, words)) if real else "",
        words.plural("{count} cannot be decided", "{count} cannot be decided", open_count) if open_count else "",
    ]
    told = words.clauses([part for part in parts if part])
    return words.plural(
        "Of {count} official claim: {told}.", "Of {count} official claims: {told}.", len(claims), told=told
    )


def _told(verdicts: Sequence[str], words: Words) -> str:
    """9 are supported and 1 is contradicted."""
    supported, contradicted = verdicts.count("supported"), verdicts.count("contradicted")
    texts = [
        words.plural("{count} is supported", "{count} are supported", supported) if supported else "",
        words.plural("{count} is contradicted", "{count} are contradicted", contradicted) if contradicted else "",
    ]
    return words.listing([text for text in texts if text])


def claim_name(row: Row, names: Mapping[str, str], words: Words) -> str:
    """Share of requests complied with: Facebook and TikTok (all platforms are not named)."""
    label = claim_label(row, words)
    if row["platforms"] in (None, "", "all"):
        return label
    return words.say("{metric}: {platforms}", metric=label, platforms=_platforms(row, names, words))


def claim_table(claims: Sequence[Row], names: Mapping[str, str], words: Words) -> DataTable:
    """One row per claim: who said what when, the interval it means, the interval computed, the verdict and why."""
    say = words.say
    labels = (say("Claim"), say("Source"), say("As of"), say("Words used"), say("Claimed"), say("Computed"),
              say("Difference"), say("Verdict"), say("Why"))  # fmt: skip
    columns = tuple(Column(label, index in (4, 5, 6)) for index, label in enumerate(labels))
    marks = say("A claim worded “over” or “more than” is an interval without an upper end; “around” is what rounds to "
                "the number said. — no number.")  # fmt: skip
    rows = tuple(_claim_cells(row, names, words) for row in claims)
    return with_keys(DataTable(say("Every claim"), columns, rows, marks), [claim_keys(row) for row in claims])


def claim_keys(row: Row) -> Keys:
    """What a claim answers to: the platforms that it names, or all of them together, and its verdict."""
    named = row["platforms"] or ALL
    return {"platform": EVERY if named == ALL else named.replace(";", " "), "verdict": row["verdict"]}


def claim_filters(claims: Sequence[Row], names: Mapping[str, str], words: Words) -> RowFilters | None:
    """By platform and by verdict."""
    platforms = sorted({one for row in claims for one in claim_keys(row)["platform"].split()} - {EVERY})
    named = {one: words.term(platform_label(one, names, words)) for one in platforms}
    is_whole = any(claim_keys(row)["platform"] == EVERY for row in claims)
    whole = {EVERY: words.say("all platforms together")} if is_whole else {}
    verdicts = {one: plain_verdict(one, words) for one in KINDS if one in {row["verdict"] for row in claims}}
    return row_filters(
        (selector("platform", words.say("Platform"), whole | named),
         selector("verdict", words.say("Verdict"), verdicts)), words,
    )  # fmt: skip


def _claim_cells(row: Row, names: Mapping[str, str], words: Words) -> tuple[Cell, ...]:
    has_query = bool(row["evidence_query"])
    return (
        Cell(claim_name(row, names, words), href=f"#query-{row['claim_id']}" if has_query else ""),
        Cell(words.say("{speaker}, {document}", speaker=words.term(row["speaker"]),
                       document=words.term(row["document"])), kind="source"),
        day_cell(row["as_of_date"]),
        Cell(f"“{row['phrase']}”", kind="quote") if row["phrase"] else Cell(NULL),
        Cell(claim_text(row, words)),
        Cell(computed_text(row, words)),
        Cell(difference_text(row, words)),
        Cell(verdict_text(row, words), kind=KINDS.get(row["verdict"], "withheld")),
        _why(row, words),
    )  # fmt: skip


def _why(row: Row, words: Words) -> Cell:
    """The reason of the verdict, then what whoever carried the claim over had to say about it, if anything."""
    reason, note = row["verdict_reason"] or NULL, row.get("note")
    if not note:
        return told(reason, words, "reason")
    said = [words.term(text) for text in (reason, note)]
    if words.language != "en" and (said[0] == reason or said[1] == note):
        return Cell(f"{reason} Note: {note.rstrip('.')}.", kind="quote")
    return Cell(words.say("{reason} Note: {note}.", reason=said[0], note=said[1].rstrip(".")), kind="reason")


def distance_figure(claims: Sequence[Row], names: Mapping[str, str], words: Words) -> Figure | None:
    """How far each computed value lies from its claim; None where no claim has both numbers."""
    drawn = [(row, apart) for row in claims if (apart := distance(row)) is not None]
    if not drawn:
        return None
    marks = [_mark(row, apart, names, words) for row, apart in drawn]
    left_out = len(claims) - len(drawn)
    note = words.plural("{count} claim without a number to compare is in the table only.",
                        "{count} claims without a number to compare are in the table only.", left_out)  # fmt: skip
    figure = Figure(
        figure_id="claim-distances",
        # A picture of the chart alone must say so too.
        title=(words.say("Computed value, from the SYNTHETIC sample, against claim")
               if any(row["basis"] == SAMPLE for row, _ in drawn) else words.say("Computed value against claim")),
        subtitle=words.say("Distance of the computed value from the claimed one. The band is the claim: one worded "
                           "“over” agrees anywhere above it."),
        spec=claim_distances(marks, words),
        summary=words.clauses([f"{mark.label}, {mark.detail}: {mark.text}" for mark in marks]),
        table=claim_table([row for row, _ in drawn], names, words),
        sources=(CLAIMS,),
        definitions=(f"{CLAIMS}.computed_low",),
        legend=_legend(drawn, words),
        note=note if left_out else "",
        is_wide=True,
    )  # fmt: skip
    return figure_with_keys(figure, [claim_keys(row) for row, _ in drawn], ROW_PIXELS)


def _mark(row: Row, apart: Distance, names: Mapping[str, str], words: Words) -> ClaimMark:
    text = words.say("claimed {claimed}, computed {computed}", claimed=claim_text(row, words),
                     computed=computed_text(row, words))  # fmt: skip
    return ClaimMark(claim_label(row, words), _detail(row, names, words), apart, row["verdict"], text)


def _detail(row: Row, names: Mapping[str, str], words: Words) -> str:
    """Facebook and TikTok, 2025-08."""
    return words.say(
        "{platforms}, {month}", platforms=_platforms(row, names, words), month=f"{row['as_of_date']:%Y-%m}"
    )


def _platforms(row: Row, names: Mapping[str, str], words: Words) -> str:
    return words.listing([platform_label(one, names, words) for one in (row["platforms"] or "all").split(";")])


def _legend(drawn: Sequence[tuple[Row, object]], words: Words) -> tuple[LegendEntry, ...]:
    verdicts = {row["verdict"] for row, _ in drawn}
    entries = (
        ("supported", LegendEntry(plain_verdict("supported", words), "accent", "circle")),
        ("contradicted", LegendEntry(plain_verdict("contradicted", words), "alert", "diamond")),
        ("undetermined", LegendEntry(plain_verdict("undetermined", words), "neutral")),
    )
    return (*(entry for verdict, entry in entries if verdict in verdicts),
            LegendEntry(words.say("what the claim allows"), "band"))  # fmt: skip


def _query(row: Row, names: Mapping[str, str], words: Words) -> Query:
    title = words.say("{claim}, as of {day}, claimed in {document}", claim=claim_name(row, names, words),
                      day=words.day(row["as_of_date"]), document=words.term(row["document"]))  # fmt: skip
    return Query(f"query-{row['claim_id']}", title, row["evidence_query"])
