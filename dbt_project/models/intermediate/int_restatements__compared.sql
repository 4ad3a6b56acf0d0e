{%- set cell = [
    'publisher', 'report', 'country_code', 'period_start', 'period_end', 'platform_id', 'product', 'requestor',
    'reason', 'unit', 'measure'
] -%}
-- Each cell against the vintage before that gave it in the same grain; and where a vintage gives only the parts of a
-- cell, their sum against the last vintage before it that gave the cell.
with published as (
    select
        *,
        'same_grain' as comparison
    from {{ ref('int_published_figures__known') }}
),

summed as (
    select sums.*
    from {{ ref('int_published_figures__summed') }} as sums
    left join published as own
        on sums.vintage = own.vintage
        {%- for name in cell %}
        and sums.{{ name }} = own.{{ name }}
        {%- endfor %}
    where own.vintage is null
),

candidates as (
    select
        {{ cell | join(', ') }},
        vintage,
        value_low,
        value_high,
        value_status,
        source_file,
        source_file_sha256,
        source_row,
        comparison
    from published
    union all
    select
        {{ cell | join(', ') }},
        vintage,
        value_low,
        value_high,
        case when value_low = value_high then 'exact' else 'bounded' end as value_status,
        source_file,
        source_file_sha256,
        cast(null as bigint) as source_row,
        'sum_of_parts' as comparison
    from summed
),

paired as (
    select
        new.*,
        old.vintage as old_vintage,
        old.value_low as old_value_low,
        old.value_high as old_value_high,
        old.value_status as old_value_status,
        old.source_file as old_source_file,
        old.source_file_sha256 as old_source_file_sha256,
        old.source_row as old_source_row,
        row_number() over (
            partition by {{ 'new.' ~ cell | join(', new.') }}, new.vintage, new.comparison order by old.vintage desc
        ) as distance
    from candidates as new
    inner join published as old
        on new.vintage > old.vintage
        {%- for name in cell %}
        and new.{{ name }} = old.{{ name }}
        {%- endfor %}
)

select
    {{ cell | join(', ') }},
    vintage as new_vintage,
    comparison,
    old_vintage,
    old_value_low,
    old_value_high,
    old_value_status,
    value_low as new_value_low,
    value_high as new_value_high,
    value_status as new_value_status,
    old_source_file,
    old_source_file_sha256,
    old_source_row,
    source_file as new_source_file,
    source_file_sha256 as new_source_file_sha256,
    source_row as new_source_row
from paired
where
    distance = 1
    and (value_low is distinct from old_value_low or value_high is distinct from old_value_high)
