{# `scope` as in request_decisions.sql. #}

{# Carries the state of the account's latest request and its last known follower count over every instant at which
   either changed, so that stocks on any date are running sums of differences and no account is joined to every day.
   `checks`: what somebody counted on an account, after it was first reported. #}
{% macro account_changes(outcomes, states, checks, scope=[]) -%}
{%- set account = (scope + ['account_id']) | join(', ') -%}
{%- set so_far = 'partition by ' ~ account
    ~ ' order by change_number rows between unbounded preceding and current row' -%}
with request_windows as (
    select
        {% for column in scope %}{{ column }}, {% endfor %}
        request_id,
        lead(reported_at) over (partition by {{ account }} order by reported_at, request_id) as next_reported_at
    from {{ outcomes }}
),

-- What is answered to an earlier ask after the next one was made says no more than a check does: how many follow.
dated_states as (
    select
        states.*,
        coalesce(states.started_at >= request_windows.next_reported_at, false) as is_late
    from {{ states }} as states
    inner join request_windows
        on {{ same('states', 'request_windows', scope + ['request_id']) }}
),

instants as (
    select
        {% for column in scope %}{{ column }}, {% endfor %}
        account_id,
        started_at as changed_at,
        case when is_late then 1 else 0 end as is_observation,
        state_number as tie_breaker,
        request_id as instant_id,
        case when not is_late then outcome end as outcome,
        followers
    from dated_states
    where not is_late or followers is not null
    union all
    select
        {% for column in scope %}{{ column }}, {% endfor %}
        account_id,
        observed_at as changed_at,
        1 as is_observation,
        0 as tie_breaker,
        observation_id as instant_id,
        null as outcome,
        followers
    from {{ checks }}
),

in_order as (
    select
        *,
        row_number() over (
            partition by {{ account }} order by changed_at, is_observation, tie_breaker, instant_id
        ) as change_number
    from instants
),

with_outcome as (
    select
        *,
        last_value(outcome ignore nulls) over ({{ so_far }}) as carried_outcome
    from in_order
)

select
    {{ account }},
    changed_at,
    {{ utc_date('changed_at') }} as changed_date,
    change_number,
    carried_outcome as outcome,
    last_value(
        -- What a check counts on a removed account is not what the removal took away.
        case when is_observation = 0 or carried_outcome not in ('complied_global', 'complied_local')
            then followers end ignore nulls
    ) over ({{ so_far }}) as followers
from with_outcome
{%- endmacro %}

{# Where every account stands after all of its changes, with its last known followers; NULL where nobody counted. #}
{% macro account_standing(changes, scope=[]) -%}
{%- set account = (scope + ['account_id']) | join(', ') -%}
    select
        {{ account }},
        max_by(outcome, change_number) as outcome,
        max_by(followers, change_number) filter (where followers is not null) as followers
    from {{ changes }}
    group by {{ account }}
{%- endmacro %}
