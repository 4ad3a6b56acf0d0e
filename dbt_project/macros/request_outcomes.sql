{# Outcomes and states of takedown requests; `scope` as in request_decisions.sql. #}

{# Every takedown request with its dates and its present outcome: that of the latest decision, else pending. #}
{% macro request_outcomes(requests, responses, decisions, scope=[]) -%}
{%- set keys = scope + ['request_id'] -%}
with first_responses as (
    select
        {{ keys | join(', ') }},
        min(case when not is_automatic then event_at end) as first_response_at
    from {{ responses }}
    group by {{ keys | join(', ') }}
),

decided as (
    select
        {{ keys | join(', ') }},
        min(case when outcome in ('complied_global', 'complied_local', 'partial', 'declined', 'reversed')
            then started_at end) as decided_at,
        min(case when outcome in ('complied_global', 'complied_local') then started_at end) as complied_at,
        max(case when outcome = 'reversed' then started_at end) as reversed_at,
        max_by(outcome, decision_number) as outcome,
        max_by(started_at, decision_number) as outcome_at,
        max_by(followers_at_action, decision_number)
            filter (where followers_at_action is not null) as followers_at_action
    from {{ decisions }}
    group by {{ keys | join(', ') }}
)

select
    requests.*,
    first_responses.first_response_at,
    decided.decided_at,
    decided.complied_at,
    decided.reversed_at,
    coalesce(decided.outcome, 'pending') as outcome,
    decided.outcome_at,
    decided.followers_at_action
from {{ requests }} as requests
left join first_responses on {{ same('requests', 'first_responses', keys) }}
left join decided on {{ same('requests', 'decided', keys) }}
where requests.is_takedown
{%- endmacro %}

{# Every state that a takedown request has been in: pending from its report on (state 0), then its decisions. #}
{% macro request_states(outcomes, decisions, scope=[]) -%}
{%- set keys = scope + ['request_id'] -%}
select
    {% for key in keys %}requests.{{ key }}, {% endfor %}
    requests.account_id,
    0 as state_number,
    'pending' as outcome,
    cast(null as varchar) as outcome_before,
    first_decisions.outcome as outcome_after,
    requests.reported_at as started_at,
    first_decisions.started_at as ended_at,
    requests.followers_at_report as followers
from {{ outcomes }} as requests
left join {{ decisions }} as first_decisions
    on {{ same('requests', 'first_decisions', keys) }}
    and first_decisions.decision_number = 1

union all

select
    {% for key in keys %}requests.{{ key }}, {% endfor %}
    requests.account_id,
    decisions.decision_number as state_number,
    decisions.outcome,
    coalesce(decisions.outcome_before, 'pending') as outcome_before,
    decisions.outcome_after,
    decisions.started_at,
    decisions.ended_at,
    decisions.followers_at_action as followers
from {{ outcomes }} as requests
inner join {{ decisions }} as decisions on {{ same('requests', 'decisions', keys) }}
{%- endmacro %}
