{%- set numbers = {'urls_processed': 'urls_processed_count', 'blocked': 'blocked_count'} -%}
with counters as (
    {%- for government_measure, count in numbers.items() %}
    select
        *,
        '{{ government_measure }}' as government_measure,
        {{ count }} as government_value
    from {{ ref('int_regulator_counters__compared') }}
    where not is_total
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

pairs as (
    select
        platform_id,
        government_measure,
        publisher,
        report,
        measure,
        unit,
        bool_and(has_same_asks) as has_same_asks
    from {{ ref('ledger_pairs') }}
    group by platform_id, government_measure, publisher, report, measure, unit
),

-- Half-years in which the country has a row at all: one without any is a fact of a file that covers it.
told as (
    select distinct report, country_code, period_start from {{ ref('int_published_figures__known') }}
),

-- Half-years that lie in the window altogether; a window without a beginning takes in all of them.
paired as (
    select
        counters.*,
        pairs.publisher,
        pairs.report,
        pairs.measure,
        pairs.unit,
        pairs.has_same_asks,
        expected.period_start as expected_start,
        expected.period_end as expected_end,
        found.report is not null as is_covered,
        told.report is not null as is_told
    from counters
    left join pairs
        on counters.platform_id = pairs.platform_id and counters.government_measure = pairs.government_measure
    left join {{ ref('int_report_periods__expected') }} as expected
        on
            pairs.report = expected.report
            and counters.as_of_date >= expected.period_end
            and (counters.window_start_date is null or counters.window_start_date <= expected.period_start)
    left join {{ ref('int_report_periods__found') }} as found
        on expected.report = found.report and expected.period_start = found.period_start
    left join told
        on counters.country_code = told.country_code and found.report = told.report
        and found.period_start = told.period_start
)

select
    paired.country_code,
    paired.as_of_date,
    paired.window_label,
    paired.window_start_date,
    paired.platform_id,
    paired.speaker as government_speaker,
    paired.government_measure,
    paired.government_value,
    paired.publisher,
    paired.report,
    paired.measure,
    paired.unit,
    paired.has_same_asks,
    count(paired.expected_start) as half_years_expected_count,
    count(*) filter (where paired.is_covered) as half_years_covered_count,
    count(figures.period_start) as half_years_present_count,
    min(figures.period_start) as period_start,
    max(figures.period_end) as period_end,
    sum(figures.value_low) as value_low,
    case when count(figures.period_start) = count(figures.value_high) then sum(figures.value_high) end as value_high,
    coalesce(
        min(paired.expected_start) = paired.window_start_date
        and max(paired.expected_end) = paired.as_of_date
        and bool_and(paired.is_covered and (figures.period_start is not null or not paired.is_told)), false
    ) as is_window_covered
from paired
left join {{ ref('int_ledger_pairs__figures') }} as figures
    on
        paired.country_code = figures.country_code
        and paired.platform_id = figures.platform_id
        and paired.government_measure = figures.government_measure
        and paired.publisher = figures.publisher
        and paired.report = figures.report
        and paired.measure = figures.measure
        and paired.unit = figures.unit
        and paired.expected_start = figures.period_start
group by
    paired.country_code, paired.as_of_date, paired.window_label, paired.window_start_date, paired.platform_id,
    paired.speaker, paired.government_measure, paired.government_value, paired.publisher, paired.report,
    paired.measure, paired.unit, paired.has_same_asks
