-- What is counted as checked is sources, not rows or files: the same log delivered in other pieces is the same log.
with batches as (
    select
        count(distinct source_name) as source_count,
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
    source_count as checked_count
from batches
union all
select
    'every_file_was_read' as law_id,
    refusals.refused_count as violation_count,
    batches.source_count as checked_count
from batches
cross join refusals
union all
select
    'synthetic_and_real_are_never_mixed' as law_id,
    least(synthetic_count, real_count) as violation_count,
    source_count as checked_count
from batches
