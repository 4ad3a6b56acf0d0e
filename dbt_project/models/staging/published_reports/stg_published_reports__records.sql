with rows_loaded as (
    select
        report,
        _source_sha256 as source_file_sha256,
        file_name as source_file,
        _row as source_row,
        cast(period_start as date) as period_start,
        cast(period_end as date) as period_end
    from {{ source('raw', 'published_figures') }}
    union all
    select
        report,
        _source_sha256 as source_file_sha256,
        file_name as source_file,
        _row as source_row,
        cast(null as date) as period_start,
        cast(null as date) as period_end
    from {{ source('raw', 'listed_entities') }}
)

-- A record holds several figures, all of one report and one period.
select
    min(report) as report,
    source_file_sha256,
    source_file,
    source_row,
    min(period_start) as period_start,
    max(period_end) as period_end
from rows_loaded
group by source_file_sha256, source_file, source_row
