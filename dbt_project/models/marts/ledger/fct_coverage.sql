with periods as (
    select
        coalesce(expected.report, found.report) as report,
        coalesce(expected.period_start, found.period_start) as period_start,
        coalesce(expected.period_end, found.period_end) as period_end,
        expected.report is not null as is_expected,
        found.report is not null as is_present,
        found.vintages_count,
        found.newest_vintage,
        found.files_count,
        found.rows_read_count,
        found.rows_rejected_count,
        found.unmatched_labels_count,
        expected.due_date,
        expected.horizon_date
    from {{ ref('int_report_periods__expected') }} as expected
    full outer join {{ ref('int_report_periods__found') }} as found
        on
            expected.report = found.report
            and expected.period_start = found.period_start
            and expected.period_end = found.period_end
),

-- Unchanged bytes seen again are no new publication, but they show that nothing was added until then.
vintages as (
    select
        files.report,
        max(greatest(files.vintage, coalesce(observations.vintage, files.vintage))) as last_vintage
    from {{ ref('int_published_files__accounted') }} as files
    left join {{ ref('stg_published_reports__observations') }} as observations
        on files.source_file_sha256 = observations.source_file_sha256
    group by files.report
),

-- The last half-year that any file of the report holds.
ends as (
    select report, max(period_end) as last_period_end
    from {{ ref('int_report_periods__found') }}
    group by report
)

select
    schedules.publisher,
    periods.report,
    periods.period_start,
    periods.period_end,
    periods.is_expected,
    periods.is_present,
    cast(coalesce(periods.vintages_count, 0) as bigint) as vintages_count,
    periods.newest_vintage,
    cast(coalesce(periods.files_count, 0) as bigint) as files_count,
    cast(coalesce(periods.rows_read_count, 0) as bigint) as rows_read_count,
    cast(coalesce(periods.rows_rejected_count, 0) as bigint) as rows_rejected_count,
    cast(coalesce(periods.unmatched_labels_count, 0) as bigint) as unmatched_labels_count,
    case
        when periods.is_present then 'present'
        when periods.period_end < ends.last_period_end then 'gap'
        when periods.due_date > periods.horizon_date then 'not_due'
        when periods.due_date <= vintages.last_vintage then 'silent'
        else 'not_collected'
    end as coverage_status,
    periods.due_date
from periods
inner join {{ ref('reporting_schedules') }} as schedules on periods.report = schedules.report
left join vintages on periods.report = vintages.report
left join ends on periods.report = ends.report
