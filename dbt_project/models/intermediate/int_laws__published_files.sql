select
    'every_published_record_is_accounted_for' as law_id,
    cast(coalesce(sum(unaccounted_count), 0) as bigint) as violation_count,
    cast(coalesce(sum(read_count), 0) as bigint) as checked_count
from {{ ref('int_published_files__accounted') }}
