"""What each dbt test written by hand is there for: the table that it must find broken, and how to break it."""


def one_more(relation: str, column: str) -> tuple[str, str]:
    """Damage that no range, type or sum of the same row gives away: one number one higher."""
    one_row = f"rowid = (select min(rowid) from {relation} where {column} is not null)"
    return relation, f"update {relation} set {column} = {column} + 1 where {one_row}"


SINGULAR: dict[str, tuple[str, str]] = {
    "agreed_hours_count_their_breaches": one_more("marts.fct_sla_summary", "breached_count"),
    "agreed_hours_do_not_overlap": (
        "seeds.agreed_hours",
        "insert into seeds.agreed_hours from seeds.agreed_hours limit 1",
    ),
    "backlog_counts_who_waits": one_more("marts.fct_backlog", "pending_count"),
    "cohort_cube_counts_its_requests": one_more("marts.fct_compliance_cohort_cube", "eligible_count"),
    "cohorts_count_their_requests": one_more("marts.fct_compliance_cohorts", "complied_count"),
    "comparisons_stand_on_their_curves": one_more("marts.fct_time_to_action_comparisons", "expected_actions"),
    "complaints_count_who_has_the_status": one_more("marts.fct_complaint_flow", "total_count"),
    "cube_counts_its_requests": (
        "marts.fct_compliance_cube",
        "update marts.fct_compliance_cube set appealed_count = appealed_count + 1 where rowid = (select min(rowid) "
        "from marts.fct_compliance_cube where 'all' not in (platform_id, agency_id, group_id, requested_action, "
        "legal_basis, period_id) and period_id not like '%Q%')",
    ),
    "cube_curves_count_their_requests": one_more("marts.fct_time_to_action_cube", "at_risk_count"),
    "cube_curves_repeat_those_by_platform": one_more("marts.fct_time_to_action", "at_risk_count"),
    "cube_medians_stand_on_their_curves": one_more("marts.fct_compliance_cube", "median_days_to_action"),
    "cube_repeats_its_summaries": one_more("marts.fct_sla_summary", "open_count"),
    "cube_standings_keep_to_their_bounds": (
        "marts.fct_compliance_cube",
        "update marts.fct_compliance_cube set complied_of_reported_standing = 'above' where platform_id = 'all'",
    ),
    "cube_states_add_up": one_more("marts.fct_compliance_cube", "designation_known_count"),
    "curves_count_their_requests": one_more("marts.fct_time_to_action", "at_risk_count"),
    "daily_stocks_count_the_states": one_more("marts.fct_compliance_daily", "total_reported_count"),
    "disclosure_counts_its_requests": one_more("marts.fct_disclosure_summary", "disclosed_count"),
    "every_label_is_known": (
        "intermediate.int_requests__versions",
        "update intermediate.int_requests__versions set agency_id = null where not is_retracted",
    ),
    "laws_repeat_their_counts": one_more("marts.fct_law_violations", "checked_count"),
    "macros_are_those_of_the_marts": (
        "marts.dim_as_of_macro",
        "update marts.dim_as_of_macro set definition = definition || ' ' where creation_number = 2",
    ),
    "medians_stand_on_their_curve": one_more("marts.fct_time_to_action_summary", "median_days"),
    "mirror_timing_counts_its_mirrors": one_more("marts.fct_mirror_timing", "mirrors_count"),
    "mirrors_bring_back_their_followers": one_more("marts.fct_reach_daily", "followers_regained"),
    "named_groups_add_up": one_more("marts.fct_group_activity_named_weekly", "followers"),
    "names_repeat_their_seeds": (
        "marts.dim_platform",
        "update marts.dim_platform set operator = 'poison' where platform_id = 'x'",
    ),
    "probabilities_stand_on_their_statistics": (
        "marts.fct_time_to_action_comparisons",
        "update marts.fct_time_to_action_comparisons set p_value = p_value * 1.01 where statistic > 10",
    ),
    "reach_bounds_hold_its_accounts": one_more("marts.fct_reach_daily", "followers_live_high"),
    "reach_sums_its_accounts": one_more("marts.fct_reach_daily", "followers_live"),
    "rights_count_their_requests": one_more("marts.fct_rights_summary", "appealed_count"),
    "shares_keep_their_bounds": (
        "marts.fct_compliance_summary",
        "update marts.fct_compliance_summary set response_low = response_low - 0.001 where is_total",
    ),
    "summary_counts_its_requests": one_more("marts.fct_compliance_summary", "responded_count"),
    "weeks_count_their_accounts": one_more("marts.fct_group_activity_weekly", "accounts_live_count"),
    "weeks_sum_their_followers": one_more("marts.fct_group_activity_weekly", "followers"),
    "windows_count_their_requests": one_more("marts.fct_engagement_outcomes", "overlapping_engagements_count"),
}
