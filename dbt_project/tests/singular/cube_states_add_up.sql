{{ config(meta={
    'dagster': {'ref': {'name': 'fct_compliance_cube'}},
    'question': 'Is every filter state the sum of the states within it, and every quarter of its months?'
}) }}
{%- set dimensions = filter_dimensions() + ['legal_basis'] -%}
{%- set keys = dimensions + ['period_id'] -%}
{%- set counts = [] -%}
{%- for count in state_counts() %}{% do counts.append(count ~ '_count') %}{% endfor %}
with nested as (
    select
        *,
        case when period_id like '%-Q%' then 'all'
            when period_id <> 'all'
                then concat(left(period_id, 5), 'Q', quarter(cast(concat(period_id, '-01') as date))) end as parent_id
    from {{ ref('fct_compliance_cube') }}
),

published as (
    {{ open_states(ref('fct_compliance_cube'), dimensions, keys, counts) }}
),

summed as (
    {{ closed_states(ref('fct_compliance_cube'), dimensions, keys, counts) }}
),

all_published as (
    select * from published
    union all
    select 'period_id' as left_open, {{ (keys + counts) | join(', ') }}
    from nested
    where period_id = 'all' or period_id like '%-Q%'
),

all_summed as (
    select * from summed
    union all
    select
        'period_id' as left_open,
        {{ dimensions | join(', ') }},
        parent_id as period_id,
        {%- for count in counts %}
        sum({{ count }}) as {{ count }}{{ "," if not loop.last }}
        {%- endfor %}
    from nested
    where parent_id is not null
    group by {{ dimensions | join(', ') }}, parent_id
)

{{ differing('all_published', 'all_summed', ['left_open'] + keys, counts) }}
