{%- set outcomes = ['disclosed', 'refused', 'not_found', 'acknowledged', 'pending'] -%}
with counts as (
    select
        coalesce(platform_id, 'all') as platform_id,
        requested_action,
        count(*) as requested_count,
        {%- for outcome in outcomes %}
        count(*) filter (where outcome = '{{ outcome }}') as {{ outcome }}_count,
        {%- endfor %}
        count(*) filter (where outcome in ('disclosed', 'refused')) as decided_count,
        count(*) filter (where first_response_at is not null) as responded_count
    from {{ ref('fct_disclosure') }}
    group by grouping sets ((platform_id, requested_action), (requested_action))
)

select
    platform_id,
    requested_action,
    platform_id = 'all' as is_total,
    {%- for count in ['requested'] + outcomes + ['decided', 'responded'] %}
    cast({{ count }}_count as bigint) as {{ count }}_count,
    {%- endfor %}
    {{ rate_columns('disclosed_of_requested', 'disclosed_count', 'requested_count') }},
    {{ rate_columns('disclosed_of_decided', 'disclosed_count', 'decided_count') }},
    {{ rate_columns('response', 'responded_count', 'requested_count') }}
from counts
