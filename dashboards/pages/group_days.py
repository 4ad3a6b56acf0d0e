"""The part of the group page that says how many days pass until the mirror of a removed account is reported."""

from collections.abc import Mapping, Sequence

from dashboards import figures
from dashboards.blocks import Cell, Column, DataTable, Figure
from dashboards.data import Release, Row
from dashboards.figures import Part
from dashboards.words import SUPPRESSED, Words

TIMING = "fct_mirror_timing"
# Single pairs are in the research tier: by group and level they are one command away for whoever has it.
DAYS_COMMAND = """takedown query "
  SELECT group_id, timing_level, count(*) AS mirrors_count, median(days_to_reappearance) AS median_days
  FROM marts.fct_mirrors WHERE is_counted GROUP BY ALL ORDER BY ALL\""""


def level_labels(words: Words) -> Mapping[str, str]:
    """The levels from the soonest to the latest."""
    return {
        "within_7_days": words.say("up to 7 days"),
        "within_30_days": words.say("8–30 days"),
        "within_90_days": words.say("31–90 days"),
        "later": words.say("over 90 days"),
    }


def read_timing(release: Release) -> dict[str, Row]:
    """The rows by level, and that of all of them; nothing in a release from before it was told."""
    if not release.has_rows(TIMING):
        return {}
    return {row["timing_level"]: row for row in release.rows(f"FROM {TIMING} ORDER BY timing_level")}


def days_sentence(timing: Mapping[str, Row], words: Words) -> str:
    """The median over all mirrors, or why there is none."""
    total = timing.get("all")
    if total is None:
        return words.say("No mirror of a removed account is counted in this release.")
    if total["is_suppressed"]:
        return words.say("Too few mirrors are counted to say how soon they were reported.")
    if total["median_days"] is None:
        return words.plural(
            "{count} mirror is counted, too few for a median of days.",
            "{count} mirrors are counted, too few for a median of days.",
            total["mirrors_count"],
        )
    return words.plural(
        "Of {count} mirror, half were first reported within {days} days of the removal of the account that they "
        "follow.",
        "Of {count} mirrors, half were first reported within {days} days of the removal of the account that they "
        "follow.",
        total["mirrors_count"], days=words.number(total["median_days"]),
    )  # fmt: skip


def days_figure(timing: Mapping[str, Row], words: Words) -> Figure | None:
    """Mirrors by days to reappearance over all platforms and groups; None where none is counted."""
    if not timing:
        return None
    labels = level_labels(words)
    counts = [timing[level]["mirrors_count"] if level in timing else 0 for level in labels]
    texts = [SUPPRESSED if count is None else words.number(count) for count in counts]
    title = words.say("Mirrors, by days from removal to their first report")
    return Figure(
        figure_id="mirror-days",
        title=title,
        subtitle=words.say("Over all platforms and groups: for single ones it would point at single accounts."),
        spec=figures.stacked_bars(list(labels.values()), [Part(words.say("mirrors"), "accent", counts)], texts, words),
        summary=words.listing([
            words.say("{name}: {text}", name=name, text=text)
            for name, text in zip(labels.values(), texts, strict=True)
        ]),
        table=_days_table(title, timing, texts, words),
        sources=(TIMING,),
        definitions=(f"{TIMING}.mirrors_count", f"{TIMING}.median_days"),
        note=words.say(
            "Days to the first report, not to the first appearance: mirrors are noticed later than they are opened, "
            "and those that nobody reported are in no number. [u]: withheld, because a level holds too few."
        ),
    )  # fmt: skip


def _days_table(title: str, timing: Mapping[str, Row], texts: Sequence[str], words: Words) -> DataTable:
    total = timing.get("all")
    count = total["mirrors_count"] if total else None
    lines = [*zip(level_labels(words).values(), texts, strict=True),
             (words.say("All mirrors"), SUPPRESSED if count is None else words.number(count))]  # fmt: skip
    columns = (
        Column(words.say("Days"), is_number=False),
        Column(words.say("Mirrors"), definition=f"{TIMING}.mirrors_count"),
    )
    cells = tuple((Cell(name), Cell(text, kind="withheld" if text == SUPPRESSED else "")) for name, text in lines)
    return DataTable(title, columns, cells, has_total=True)
