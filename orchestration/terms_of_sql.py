"""Sentences that are put together from pieces, mostly in SQL, as patterns: none of them stands in the code whole.

Belongs here: patterns of sentences in released columns, and the short terms in their places. Does not: texts of seeds,
metadata and gate (terms), translating.
What stands in a place is a term again, so that one pattern serves every number of findings and sentences in a row.
"""

# fct_claims.verdict_reason
CLAIMS = (
    "The claim is as of {day}, which this build does not reach.",
    "There is nothing to compute it from: no {unit} is recorded for it as of {day}.",
    "The register of designations lists {computed} of the {claimed} listings claimed as of {day}. {findings}",
    "The register of designations lists {computed} of the {claimed} listings claimed as of {day}.",
    "{sentence} Least sure: {confidence} confidence.",
    "{group} by {authorities}: {finding}",
    "no listing found, {confidence} confidence",
    "listed, {confidence} confidence",
    "The SYNTHETIC sample, no real log, gives {computed}, inside the claimed {claimed}.",
    "The SYNTHETIC sample, no real log, gives {computed}, outside the claimed {claimed}.",
    "The SYNTHETIC sample, no real log, gives {computed}, only in part inside the claimed {claimed}.",
    "The request log gives {computed}, inside the claimed {claimed}.",
    "The request log gives {computed}, outside the claimed {claimed}.",
    "The request log gives {computed}, only in part inside the claimed {claimed}.",
    "No number is claimed, so none can be tested; the SYNTHETIC sample, no real log, gives {computed}.",
    "No number is claimed, so none can be tested; the request log gives {computed}.",
    "{sentence} Who is reported has been identified; who else has is not recorded.",
    "{sentence} Not complied with: {count}, of which {pending} are pending and {others} were answered otherwise.",
    "{least} or more",
    "{low} to {high}",
    "{share}%",
    "{one} and {other}",
    "{clause}; {more}",
    "{clause}. {more}",
    "{clause}.",
)
# fct_ledger_variance.reason
VARIANCES = (
    "No report is read here in which {platform} counts what governments ask of it.",
    "The regulator gives no number of URLs sent to {platform}.",
    "The regulator gives no number of URLs blocked on {platform}.",
    "No report of {publisher} read here covers the time that the regulator counts.",
    "The reports of {publisher} give no number of {units} on {platform} for the time that the regulator counts.",
    "The regulator counts URLs and {publisher} counts {units}, so the two numbers cannot be compared.",
    "The half-years of {publisher} do not fill the time that the regulator counts.",
    "Both count {units}, but {publisher} also counts what others asked for.",
    "Both count {units} over the same time, and agree.",
    "{publisher} counts more {units} than the regulator over the same time.",
    "{publisher} counts fewer {units} than the regulator over the same time.",
)
# Titles of releases, and what a check found.
RELEASES = (
    "SYNTHETIC sample: takedown requests and platform responses as of {day}",
    "takedown requests and platform responses as of {day}",
    "{count} rows",
    "{failed} of {count} rows fail: {examples}",
    "gone: {names}",
)
PATTERNS = (*CLAIMS, *VARIANCES, *RELEASES)
TERMS = (
    "The claim is a date, and no released table holds meetings: what is known on the day itself could not show that it "
    "happened on another.",
    "Meta publishes what it restricted, not what it was asked to restrict.",
    "The regulator does not say since when it counts, so its number cannot be compared.",
    "nothing beyond the claims",
    "none",
    "not in the register",
    "listed, but with low confidence only",
    "no listing found, but with low confidence only",
    "may be listed, or listed later",
    "account",
    "request",
    "complaint",
    "follower",
    "UN",
    "US",
    "UK",
    "PK",
    "technical",
    "country representative",
    "ministerial",
    "media",
    "high",
    "medium",
    "low",
    "URLs",
)
