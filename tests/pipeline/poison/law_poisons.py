"""What each law of fct_law_violations is there for: the table that it reads, and how to break it there."""

RESPONSES = "intermediate.int_responses__known"
REQUESTS = "intermediate.int_requests__versions"
BATCHES = "staging.stg_warehouse__batches"
REFUSED = "staging.stg_warehouse__refused_files"
COUNTERS = "intermediate.int_regulator_counters__compared"
RATES = "marts.fct_published_rates"
REVIEWS = "intermediate.int_mirror_reviews__known"


def one(relation: str, change: str, where: str = "true") -> tuple[str, str]:
    """The change in one row of the relation."""
    place = f"(select min(rowid) from {relation} where {where})"
    return relation, f"update {relation} set {change} where rowid = {place}"


LAW_POISONS: dict[str, tuple[str, str]] = {
    "nothing_before_its_request": one(RESPONSES, "event_at = timestamptz '2000-01-01'"),
    "every_response_has_a_request": one(RESPONSES, "request_id = 'poison'"),
    "nothing_recorded_before_it_happens": one(REQUESTS, "reported_at = recorded_at + interval 1 day"),
    "nothing_in_the_future": one(REQUESTS, "recorded_at = timestamptz '2100-01-01'"),
    "one_record_per_key_and_time": one(REQUESTS, "has_conflict = true", "not has_conflict"),
    "every_row_was_read": one(BATCHES, "rejected_count = rejected_count + 1"),
    "every_file_was_read": (REFUSED, f"insert into {REFUSED} from {REFUSED} limit 1"),
    "synthetic_and_real_are_never_mixed": one(BATCHES, "is_synthetic = not is_synthetic", "source_name = 'requests'"),
    "every_published_record_is_accounted_for": one(
        "intermediate.int_published_files__accounted", "unaccounted_count = 1"
    ),
    "every_published_label_is_known": one("intermediate.int_published_figures__named", "is_named = false", "is_named"),
    "published_parts_make_the_total": one(
        "intermediate.int_published_totals__compared", "parts_sum = parts_sum + 1", "published_count = parts_sum"
    ),
    "recomputed_rates_agree_with_the_published": (
        RATES,
        f"update {RATES} set rate_low = rate_low + 2, rate_high = rate_high + 2 where basis = 'published'",
    ),
    "regulator_parts_make_the_total": one(COUNTERS, "parts_gap_count = 1", "parts_gap_count = 0"),
    "regulator_counters_do_not_fall": one(
        COUNTERS, "processed_fall_count = 1", "previous_as_of_date is not null and processed_fall_count <= 0"
    ),
    "regulator_platforms_fit_the_total": (COUNTERS, f"update {COUNTERS} set blocked_count = -1 where is_total"),
    "regulator_windows_fit_into_wider_ones": (
        COUNTERS,
        f"update {COUNTERS} set urls_processed_count = -date_diff('day', window_start_date, as_of_date)",
    ),
    "un_designations_stand_in_the_list": one(
        "intermediate.int_designations__corroborated", "is_corroborated = false", "is_corroborated"
    ),
    "every_review_is_of_a_candidate": (REVIEWS, f"update {REVIEWS} set predecessor_account_id = 'poison'"),
    "no_review_before_its_successor": (REVIEWS, f"update {REVIEWS} set reviewed_at = timestamptz '2000-01-01'"),
}
