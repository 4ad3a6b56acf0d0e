{# The state of takedown requests, once for whoever asks: relations of one instant, or of several side by side, which
   `scope` then names: the columns that every relation has in front of its key, and that no row is compared across. #}

{# Do two relations agree in every one of these columns? #}
{% macro same(one, other, columns) -%}
    {%- for column in columns %}
        {{- " and " if not loop.first }}{{ one }}.{{ column }} = {{ other }}.{{ column }}
    {%- endfor %}
{%- endmacro %}

{# Events that changed the decision on a request. A reinstatement undoes compliance; after anything else it changes
   nothing. Nor does the same decision said again. `event_outcomes`: which events decide what, by default the seed. #}
{% macro request_decisions(requests, responses, scope=[], event_outcomes=none) -%}
{%- set event_outcomes = event_outcomes or ref('event_outcomes') -%}
{%- set keys = scope + ['request_id'] -%}
{%- set in_order = 'partition by ' ~ keys | join(', ') ~ ' order by event_at, recorded_at, response_id' -%}
with events as (
    select
        {% for key in keys %}requests.{{ key }}, {% endfor %}
        responses.response_id,
        responses.event_at,
        responses.recorded_at,
        responses.followers_at_action,
        event_outcomes.outcome
    from {{ requests }} as requests
    inner join {{ responses }} as responses on {{ same('requests', 'responses', keys) }}
    inner join {{ event_outcomes }} as event_outcomes
        on responses.event_type = event_outcomes.event_type
        and requests.object_type = event_outcomes.object_type
    where requests.is_takedown
),

with_decision_before as (
    select
        *,
        last_value(case when outcome <> 'reversed' then outcome end ignore nulls) over (
            {{ in_order }} rows between unbounded preceding and 1 preceding
        ) as decision_before
    from events
),

effective as (
    select
        *,
        lag(outcome) over ({{ in_order }}) as outcome_before
    from with_decision_before
    where outcome <> 'reversed' or decision_before in ('complied_global', 'complied_local')
)

select
    {{ keys | join(', ') }},
    response_id,
    outcome,
    outcome_before,
    event_at as started_at,
    lead(event_at) over ({{ in_order }}) as ended_at,
    lead(outcome) over ({{ in_order }}) as outcome_after,
    row_number() over ({{ in_order }}) as decision_number,
    followers_at_action
from effective
where outcome is distinct from outcome_before
{%- endmacro %}
