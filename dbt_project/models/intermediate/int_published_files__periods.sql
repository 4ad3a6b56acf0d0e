-- A file that was loaded speaks for itself; what the others are about is carried over as a seed.
with loaded as (
    select
        records.report,
        files.vintage,
        files.source_file,
        files.source_file_sha256,
        records.period_start,
        records.period_end,
        count(*) as rows_read_count
    from {{ ref('stg_published_reports__files') }} as files
    inner join {{ ref('stg_published_reports__records') }} as records
        on files.source_file_sha256 = records.source_file_sha256 and files.source_file = records.source_file
    where records.period_start is not null
    group by
        records.report, files.vintage, files.source_file, files.source_file_sha256, records.period_start,
        records.period_end
),

loaded_files as (
    select distinct source_file_sha256 from {{ ref('stg_published_reports__files') }}
)

select *, false as is_carried_over
from loaded
union all
select
    files.report,
    cast(files.observed_on as date) as vintage,
    files.source_file,
    files.source_file_sha256,
    periods.period_start,
    periods.period_end,
    periods.rows_read_count,
    true as is_carried_over
from {{ ref('published_files') }} as files
inner join {{ ref('published_file_periods') }} as periods
    on files.source_file_sha256 = periods.source_file_sha256 and files.source_file = periods.source_file
left join loaded_files on files.source_file_sha256 = loaded_files.source_file_sha256
where loaded_files.source_file_sha256 is null
