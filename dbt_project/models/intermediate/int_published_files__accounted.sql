-- Every record of a file is loaded, rejected or ignored, and one of these only.
with fates as (
    select source_file_sha256, source_file, source_row, 'loaded' as fate
    from {{ ref('stg_published_reports__records') }}
    union distinct
    select source_file_sha256, source_file, source_row, 'rejected' as fate
    from {{ ref('stg_published_reports__rejected_rows') }}
    union distinct
    select source_file_sha256, source_file, source_row, 'ignored' as fate
    from {{ ref('stg_published_reports__ignored_rows') }}
),

fate_counts as (
    select
        source_file_sha256,
        source_file,
        count(*) filter (where fate = 'loaded') as loaded_count,
        count(*) filter (where fate = 'rejected') as rejected_count,
        count(*) filter (where fate = 'ignored') as ignored_count,
        count(distinct source_row) as accounted_count
    from fates
    group by source_file_sha256, source_file
),

-- A workbook may hold sheets of two reports; a sheet that gave nothing goes by the folder it was delivered in.
reports as (
    select source_file_sha256, source_file, min(report) as report
    from {{ ref('stg_published_reports__records') }}
    group by source_file_sha256, source_file
),

loaded_files as (
    select
        coalesce(reports.report, files.delivered_as) as report,
        files.vintage,
        files.source_file,
        files.source_file_sha256,
        files.layout,
        files.read_count,
        coalesce(counts.loaded_count, 0) as loaded_count,
        coalesce(counts.rejected_count, 0) as rejected_count,
        coalesce(counts.ignored_count, 0) as ignored_count,
        coalesce(counts.accounted_count, 0) as accounted_count,
        false as is_carried_over
    from {{ ref('stg_published_reports__files') }} as files
    left join fate_counts as counts
        on files.source_file_sha256 = counts.source_file_sha256 and files.source_file = counts.source_file
    left join reports
        on files.source_file_sha256 = reports.source_file_sha256 and files.source_file = reports.source_file
),

deliveries as (
    select distinct source_file_sha256 from loaded_files
),

carried_over as (
    select
        files.report,
        cast(files.observed_on as date) as vintage,
        files.source_file,
        files.source_file_sha256,
        files.layout,
        cast(files.read_count as bigint) as read_count,
        cast(files.loaded_count as bigint) as loaded_count,
        cast(files.rejected_count as bigint) as rejected_count,
        cast(files.ignored_count as bigint) as ignored_count,
        cast(files.loaded_count as bigint) + cast(files.rejected_count as bigint) + cast(files.ignored_count as bigint)
            as accounted_count,
        true as is_carried_over
    from {{ ref('published_files') }} as files
    left join deliveries on files.source_file_sha256 = deliveries.source_file_sha256
    where deliveries.source_file_sha256 is null
),

files as (
    select * from loaded_files
    union all
    select * from carried_over
)

select
    *,
    -- Records that nobody accounts for, or that are in no such file, and records accounted for twice.
    abs(read_count - accounted_count) + loaded_count + rejected_count + ignored_count - accounted_count
        as unaccounted_count
from files
