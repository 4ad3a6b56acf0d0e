{%- set dimensions = filter_dimensions() + ['legal_basis'] -%}
with periods as (
    {{ in_periods(ref('int_request_cells__counted')) }}
)

select
    {{- state_columns(dimensions) }},
    period_id,
    {%- for count in state_counts() %}
    cast(sum({{ count }}_count) as bigint) as {{ count }}_count{{ "," if not loop.last }}
    {%- endfor %}
from periods
group by period_id, cube ({{ dimensions | join(', ') }})
