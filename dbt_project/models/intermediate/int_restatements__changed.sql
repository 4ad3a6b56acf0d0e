{%- set named = ['publisher', 'report', 'country_code', 'period_start', 'period_end', 'platform_id'] -%}
-- Every change of a published figure, in whichever of the ways it can be seen.
select
    {{ named | join(', ') }},
    product,
    requestor,
    reason,
    unit,
    measure,
    new_vintage,
    comparison,
    old_vintage,
    old_value_low,
    old_value_high,
    old_value_status,
    new_value_low,
    new_value_high,
    new_value_status,
    old_source_file,
    old_source_file_sha256,
    old_source_row,
    new_source_file,
    new_source_file_sha256,
    new_source_row
from {{ ref('int_restatements__compared') }}
union all
select
    {{ named | join(', ') }},
    product,
    requestor,
    reason,
    unit,
    measure,
    new_vintage,
    'left_out' as comparison,
    old_vintage,
    value_low as old_value_low,
    value_high as old_value_high,
    value_status as old_value_status,
    cast(null as double) as new_value_low,
    cast(null as double) as new_value_high,
    'absent' as new_value_status,
    source_file as old_source_file,
    source_file_sha256 as old_source_file_sha256,
    source_row as old_source_row,
    other_source_file as new_source_file,
    other_source_file_sha256 as new_source_file_sha256,
    cast(null as bigint) as new_source_row
from {{ ref('int_restatements__one_sided') }}
where side = 'left_out'
union all
select
    {{ named | join(', ') }},
    'all' as product,
    'all' as requestor,
    'all' as reason,
    unit,
    measure,
    new_vintage,
    'total' as comparison,
    old_vintage,
    old_value_low,
    old_value_high,
    case when old_value_low = old_value_high then 'exact' else 'bounded' end as old_value_status,
    new_value_low,
    new_value_high,
    case when new_value_low = new_value_high then 'exact' else 'bounded' end as new_value_status,
    old_source_file,
    old_source_file_sha256,
    cast(null as bigint) as old_source_row,
    new_source_file,
    new_source_file_sha256,
    cast(null as bigint) as new_source_row
from {{ ref('int_restatements__totals') }}
where is_news
