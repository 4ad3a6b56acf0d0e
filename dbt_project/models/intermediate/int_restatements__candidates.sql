{%- set cell = [
    'publisher', 'report', 'country_code', 'period_start', 'period_end', 'platform_id', 'product', 'requestor',
    'reason', 'unit', 'measure'
] -%}
-- Each cell that a vintage publishes; and where it publishes only the parts of a cell, their sum.
select
    {{ 'own.' ~ cell | join(', own.') }},
    own.vintage,
    own.value_low,
    own.value_high,
    own.value_status,
    own.is_total,
    own.is_carried_over,
    false as is_sum,
    sums.vintage is not null as has_parts,
    own.source_file,
    own.source_file_sha256,
    own.source_row
from {{ ref('int_published_figures__known') }} as own
left join {{ ref('int_published_figures__summed') }} as sums
    on own.vintage = sums.vintage
    {%- for name in cell %}
    and own.{{ name }} = sums.{{ name }}
    {%- endfor %}
union all
select
    {{ 'sums.' ~ cell | join(', sums.') }},
    sums.vintage,
    sums.value_low,
    sums.value_high,
    case when sums.value_low = sums.value_high then 'exact' else 'bounded' end as value_status,
    false as is_total,
    false as is_carried_over,
    true as is_sum,
    true as has_parts,
    sums.source_file,
    sums.source_file_sha256,
    cast(null as bigint) as source_row
from {{ ref('int_published_figures__summed') }} as sums
left join {{ ref('int_published_figures__known') }} as own
    on sums.vintage = own.vintage
    {%- for name in cell %}
    and sums.{{ name }} = own.{{ name }}
    {%- endfor %}
where own.vintage is null
