{%- set outcomes = ['complied_global', 'complied_local', 'partial', 'declined', 'not_found',
    'already_removed', 'reversed'] -%}
{%- set states = ['pending'] + outcomes -%}
{%- set complied = "('complied_global', 'complied_local')" -%}
{%- set grain = 'platform_id, agency_id, group_id, requested_action' -%}

with states as (
    select
        requests.platform_id,
        requests.agency_id,
        published.published_group_id as group_id,
        requests.requested_action,
        states.outcome,
        -- From one kind of compliance to the other a request stays complied with.
        coalesce(states.outcome_before in {{ complied }}, false) and states.outcome in {{ complied }} as was_complied,
        coalesce(states.outcome_after in {{ complied }}, false) and states.outcome in {{ complied }} as stays_complied,
        {{ utc_date('states.started_at') }} as started_date,
        {{ utc_date('states.ended_at') }} as ended_date
    from {{ ref('int_requests__states') }} as states
    inner join {{ ref('int_requests__outcomes') }} as requests
        on states.request_id = requests.request_id
    inner join {{ ref('int_requests__published_group') }} as published
        on states.request_id = published.request_id
),

moves as (
    select {{ grain }}, outcome, started_date as date_day, 1 as entered, 0 as exited, was_complied as is_within
    from states
    union all
    select {{ grain }}, outcome, ended_date as date_day, 0 as entered, 1 as exited, stays_complied as is_within
    from states
    where ended_date is not null
),

flows as (
    select
        date_day,
        {{ grain }},
        sum(case when outcome in {{ complied }} and not is_within then entered else 0 end) as complied_entered,
        sum(case when outcome in {{ complied }} and not is_within then exited else 0 end) as complied_exited,
        {%- for state in states %}
        sum(case when outcome = '{{ state }}' then entered else 0 end) as {{ state }}_entered,
        sum(case when outcome = '{{ state }}' then exited else 0 end) as {{ state }}_exited{{ "," if not loop.last }}
        {%- endfor %}
    from moves
    group by date_day, {{ grain }}
),

cells as (
    select dates.date_day, firsts.platform_id, firsts.agency_id, firsts.group_id, firsts.requested_action
    from (select {{ grain }}, min(date_day) as first_date from flows group by {{ grain }}) as firsts
    inner join {{ ref('dim_date') }} as dates on firsts.first_date <= dates.date_day
),

filled as (
    select
        cells.*,
        {%- for state in ['complied'] + states %}
        coalesce(flows.{{ state }}_entered, 0) as {{ state }}_entered,
        coalesce(flows.{{ state }}_exited, 0) as {{ state }}_exited,
        sum(coalesce(flows.{{ state }}_entered, 0) - coalesce(flows.{{ state }}_exited, 0)) over cell
            as {{ state }}_stock,
        {%- endfor %}
        sum(coalesce(flows.pending_entered, 0)) over cell as reported_stock
    from cells
    left join flows
        on cells.date_day = flows.date_day and cells.platform_id = flows.platform_id
        and cells.agency_id = flows.agency_id and cells.group_id = flows.group_id
        and cells.requested_action = flows.requested_action
    window cell as (
        partition by cells.platform_id, cells.agency_id, cells.group_id, cells.requested_action
        order by cells.date_day rows between unbounded preceding and current row
    )
)

select
    date_day,
    {{ grain }},
    cast(pending_entered as bigint) as reported_count,
    cast(complied_entered as bigint) as complied_count,
    cast(complied_exited as bigint) as complied_left_count,
    {%- for state in outcomes[2:] %}
    cast({{ state }}_entered as bigint) as {{ state }}_count,
    cast({{ state }}_exited as bigint) as {{ state }}_left_count,
    {%- endfor %}
    cast(reported_stock as bigint) as total_reported_count,
    cast(complied_stock as bigint) as total_complied_count,
    {%- for state in outcomes %}
    cast({{ state }}_stock as bigint) as total_{{ state }}_count,
    {%- endfor %}
    cast(pending_stock as bigint) as pending_count
from filled
