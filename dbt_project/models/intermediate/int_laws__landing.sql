with batches as (
    select
        count(*) as file_count,
        coalesce(sum(read_count), 0) as read_count,
        coalesce(sum(rejected_count), 0) as rejected_count,
        count(*) filter (where source_name <> 'published_reports' and is_synthetic) as synthetic_count,
        count(*) filter (where source_name <> 'published_reports' and not is_synthetic) as real_count
    from {{ ref('stg_warehouse__batches') }}
),

refusals as (
    select count(*) as refused_count from {{ ref('stg_warehouse__refused_files') }}
)

select
    'every_row_was_read' as law_id,
    cast(rejected_count as bigint) as violation_count,
    cast(read_count as bigint) as checked_count
from batches
union all
select
    'every_file_was_read' as law_id,
    refusals.refused_count as violation_count,
    batches.file_count + refusals.refused_count as checked_count
from batches
cross join refusals
union all
select
    'synthetic_and_real_are_never_mixed' as law_id,
    least(synthetic_count, real_count) as violation_count,
    synthetic_count + real_count as checked_count
from batches
