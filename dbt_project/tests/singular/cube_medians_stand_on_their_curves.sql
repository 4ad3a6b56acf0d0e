{{ config(meta={
    'dagster': {'ref': {'name': 'fct_compliance_cube'}},
    'question': 'Is every median of a filter state the first day on which its curve is down to a half?'
}) }}
{%- set state = filter_dimensions() + ['legal_basis', 'period_id'] -%}
with crossed as (
    select *, row_number() over (partition by {{ state | join(', ') }} order by day_number) as crossing
    from {{ ref('int_request_states__survived') }}
    where survival_rate <= 0.5
),

recounted as (
    select cube.*, crossed.day_number
    from {{ ref('fct_compliance_cube') }} as cube
    left join crossed on {{ same('cube', 'crossed', state) }} and crossed.crossing = 1
),

-- Of all requests together, and of each platform, the table by platform says the same where enough are at risk.
by_platform as (
    select cube.platform_id, cube.median_days_to_action, summary.median_days
    from {{ ref('fct_compliance_cube') }} as cube
    inner join {{ ref('fct_time_to_action_summary') }} as summary on cube.platform_id = summary.platform_id
    inner join {{ ref('fct_time_to_action') }} as curve
        on summary.platform_id = curve.platform_id and summary.median_days = curve.day_number
    where
        curve.at_risk_count >= {{ var('min_at_risk') }}
        {%- for name in state if name != 'platform_id' %}
        and cube.{{ name }} = 'all'
        {%- endfor %}
)

select platform_id, day_number as median_days
from recounted
where median_days_to_action is distinct from day_number
union all
select platform_id, median_days
from by_platform
where median_days_to_action is distinct from median_days
