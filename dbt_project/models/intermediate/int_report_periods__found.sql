with files as (
    select
        periods.*,
        accounted.rejected_count
    from {{ ref('int_published_files__periods') }} as periods
    inner join {{ ref('int_published_files__accounted') }} as accounted
        on
            periods.source_file_sha256 = accounted.source_file_sha256
            and periods.source_file = accounted.source_file
),

labels as (
    select
        files.report,
        files.period_start,
        files.period_end,
        count(distinct concat_ws(chr(31), unmatched.label_kind, unmatched.label)) as unmatched_labels_count
    from files
    inner join {{ ref('int_published_figures__unmatched') }} as unmatched
        on files.source_file_sha256 = unmatched.source_file_sha256 and files.source_file = unmatched.source_file
    group by files.report, files.period_start, files.period_end
),

found as (
    select
        report,
        period_start,
        period_end,
        count(distinct vintage) as vintages_count,
        max(vintage) as newest_vintage,
        count(*) as files_count,
        sum(rows_read_count) as rows_read_count,
        sum(rejected_count) as rows_rejected_count
    from files
    group by report, period_start, period_end
)

select
    found.*,
    coalesce(labels.unmatched_labels_count, 0) as unmatched_labels_count
from found
left join labels
    on
        found.report = labels.report
        and found.period_start = labels.period_start
        and found.period_end = labels.period_end
