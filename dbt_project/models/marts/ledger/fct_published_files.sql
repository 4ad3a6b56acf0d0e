with periods as (
    select
        source_file_sha256,
        source_file,
        min(period_start) as first_period_start,
        max(period_end) as last_period_end
    from {{ ref('int_published_files__periods') }}
    group by source_file_sha256, source_file
),

labels as (
    select source_file_sha256, source_file, count(*) as unmatched_label_count
    from (
        select distinct source_file_sha256, source_file, label_kind, label
        from {{ ref('int_published_figures__unmatched') }}
    ) as labels
    group by source_file_sha256, source_file
),

-- A figure may have two unknown labels, so the figures are counted for themselves.
figures as (
    select source_file_sha256, source_file, count(*) filter (where not is_named) as unmatched_figures_count
    from {{ ref('int_published_figures__named') }}
    group by source_file_sha256, source_file
)

select
    schedules.publisher,
    files.report,
    files.vintage,
    files.source_file,
    files.source_file_sha256,
    files.layout,
    cast(files.read_count as bigint) as read_count,
    cast(files.loaded_count as bigint) as loaded_count,
    cast(files.rejected_count as bigint) as rejected_count,
    cast(files.ignored_count as bigint) as ignored_count,
    cast(coalesce(labels.unmatched_label_count, 0) as bigint) as unmatched_label_count,
    cast(coalesce(figures.unmatched_figures_count, 0) as bigint) as unmatched_figures_count,
    periods.first_period_start,
    periods.last_period_end,
    files.is_carried_over,
    on_record.source
from {{ ref('int_published_files__accounted') }} as files
left join {{ ref('reporting_schedules') }} as schedules on files.report = schedules.report
left join periods
    on files.source_file_sha256 = periods.source_file_sha256 and files.source_file = periods.source_file
left join {{ ref('published_files') }} as on_record
    on files.source_file_sha256 = on_record.source_file_sha256 and files.source_file = on_record.source_file
left join labels
    on files.source_file_sha256 = labels.source_file_sha256 and files.source_file = labels.source_file
left join figures
    on files.source_file_sha256 = figures.source_file_sha256 and files.source_file = figures.source_file
