{%- set cell = [
    'publisher', 'report', 'country_code', 'period_start', 'period_end', 'platform_id', 'product', 'requestor',
    'reason', 'unit', 'measure'
] -%}
-- A published cell stands against the last one published before it, and against a sum only where none was; a sum
-- against whatever stood there last. Where both vintages have the parts, these are compared and tell the change.
with paired as (
    select
        new.*,
        old.vintage as old_vintage,
        old.value_low as old_value_low,
        old.value_high as old_value_high,
        old.value_status as old_value_status,
        old.is_sum as old_is_sum,
        old.source_file as old_source_file,
        old.source_file_sha256 as old_source_file_sha256,
        old.source_row as old_source_row,
        row_number() over (
            partition by {{ 'new.' ~ cell | join(', new.') }}, new.vintage
            order by case when old.is_sum and not new.is_sum then 1 else 0 end, old.vintage desc
        ) as distance
    from {{ ref('int_restatements__candidates') }} as new
    inner join {{ ref('int_restatements__candidates') }} as old
        on new.vintage > old.vintage
        {%- for name in cell %}
        and new.{{ name }} = old.{{ name }}
        {%- endfor %}
)

select
    {{ cell | join(', ') }},
    vintage as new_vintage,
    case when is_sum or old_is_sum then 'sum_of_parts' else 'same_grain' end as comparison,
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
    and not (has_parts and old_is_sum)
    and (value_low is distinct from old_value_low or value_high is distinct from old_value_high)
