"""What each source must look like: columns, key, listed values, and which columns hold times and numbers.

Belongs here: the declarations of MODEL section 2, word for word.
Does not: how they are checked (rows.py) or read (files.py).
"""

from dataclasses import dataclass, field

OBJECT_TYPES = ("account", "page", "channel", "group", "video", "post")
REQUESTED_ACTIONS = ("suspend", "restrict", "disclose", "preserve")
CHANNELS = ("portal", "email", "letter", "liaison")
EVENT_TYPES = (
    "received",
    "acknowledged",
    "info_requested",
    "suspended",
    "removed",
    "geo_restricted",
    "content_removed",
    "declined",
    "not_found",
    "already_removed",
    "data_disclosed",
    "data_refused",
    "appealed",
    "reinstated",
)
CHECK_STATUSES = ("live", "suspended", "restricted", "not_found", "unknown")
COMPLAINT_STATUSES = ("under_investigation", "reported", "dismissed")
VERDICTS = ("confirmed", "rejected", "unsure")
LEVELS = ("technical", "country_representative", "ministerial", "media")


@dataclass(frozen=True)
class Source:
    """One landing folder. `columns` may come in any order; `required` may not be empty in any row.

    `references` reach the research tier as they are, so they must not read like a name or a sentence (rows).
    Of the columns `either` (handle, url) at least one must be given, for without both nobody knows which account it is.
    """

    name: str
    columns: tuple[str, ...]
    required: tuple[str, ...]
    listed: dict[str, tuple[str, ...]] = field(default_factory=dict)
    timestamps: tuple[str, ...] = ()
    dates: tuple[str, ...] = ()
    counts: tuple[str, ...] = ()
    booleans: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    either: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        return self.required[0]


REQUESTS = Source(
    name="requests",
    columns=(
        "request_id",
        "batch_ref",
        "agency",
        "platform",
        "object_type",
        "handle",
        "display_name",
        "url",
        "claimed_group",
        "legal_basis",
        "requested_action",
        "channel",
        "followers_at_report",
        "reported_at",
        "recorded_at",
        "is_retracted",
    ),
    required=("request_id", "agency", "platform", "object_type", "requested_action", "reported_at", "recorded_at"),
    listed={"object_type": OBJECT_TYPES, "requested_action": REQUESTED_ACTIONS, "channel": CHANNELS},
    timestamps=("reported_at", "recorded_at"),
    counts=("followers_at_report",),
    booleans=("is_retracted",),
    references=("request_id", "batch_ref"),
    either=("handle", "url"),
)
RESPONSES = Source(
    name="responses",
    columns=(
        "response_id",
        "request_id",
        "platform",
        "event_type",
        "event_at",
        "recorded_at",
        "followers_at_action",
        "reason",
        "reference",
        "is_retracted",
    ),
    required=("response_id", "request_id", "platform", "event_type", "event_at", "recorded_at"),
    listed={"event_type": EVENT_TYPES},
    timestamps=("event_at", "recorded_at"),
    counts=("followers_at_action",),
    booleans=("is_retracted",),
    references=("response_id", "request_id"),
)
ACCOUNT_CHECKS = Source(
    name="account_checks",
    columns=("check_id", "platform", "handle", "url", "checked_at", "recorded_at", "status", "followers"),
    required=("check_id", "platform", "checked_at", "recorded_at", "status"),
    listed={"status": CHECK_STATUSES},
    timestamps=("checked_at", "recorded_at"),
    counts=("followers",),
    references=("check_id",),
    either=("handle", "url"),
)
COMPLAINTS = Source(
    name="complaints",
    columns=(
        "complaint_id",
        "received_at",
        "recorded_at",
        "intake_channel",
        "platform",
        "claimed_group",
        "status",
        "request_id",
        "is_retracted",
    ),
    required=("complaint_id", "received_at", "recorded_at", "status"),
    listed={"status": COMPLAINT_STATUSES},
    timestamps=("received_at", "recorded_at"),
    booleans=("is_retracted",),
    references=("complaint_id", "request_id"),
)
ENGAGEMENTS = Source(
    name="engagements",
    columns=(
        "engagement_id",
        "held_on",
        "recorded_at",
        "agency",
        "platform",
        "level",
        "mode",
        "subject",
        "outcome",
        "next_due_on",
    ),
    required=("engagement_id", "held_on", "recorded_at"),
    listed={"level": LEVELS},
    timestamps=("recorded_at",),
    dates=("held_on", "next_due_on"),
    references=("engagement_id",),
)
# A person's verdict on a pair of accounts. A handle here is the handle, or the URL of an account that has none.
MIRROR_REVIEWS = Source(
    name="mirror_reviews",
    columns=(
        "review_id",
        "predecessor_platform",
        "predecessor_handle",
        "successor_platform",
        "successor_handle",
        "verdict",
        "reviewed_at",
        "recorded_at",
        "is_retracted",
    ),
    required=(
        "review_id",
        "predecessor_platform",
        "predecessor_handle",
        "successor_platform",
        "successor_handle",
        "verdict",
        "reviewed_at",
        "recorded_at",
    ),
    listed={"verdict": VERDICTS},
    timestamps=("reviewed_at", "recorded_at"),
    booleans=("is_retracted",),
    references=("review_id",),
)

SOURCES: dict[str, Source] = {
    source.name: source for source in (REQUESTS, RESPONSES, ACCOUNT_CHECKS, COMPLAINTS, ENGAGEMENTS, MIRROR_REVIEWS)
}
PUBLISHED_REPORTS = "published_reports"
SOURCE_NAMES: tuple[str, ...] = (*SOURCES, PUBLISHED_REPORTS)
