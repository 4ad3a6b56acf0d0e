{# The released log at two instants, as common table expressions for the macros of a release:
   `with {{ log_at('v', 'k') }}, mine as (...) select ...`. `v`: the world until then; `k`: as known then; both are
   parameters of the macro in the release, and no column in any of them may bear their names.
   Every rule is the one that the marts use; only where the records come from differs. #}
{% macro log_at(v, k) -%}
instants as materialized (
    select
        as_instant({{ v }}) as world_at,
        as_instant({{ k }}) as known_at
),

known_requests as materialized (
    select versions.*
    from {{ released('fct_request_versions') }} as versions
    inner join instants
        on {{ is_known('versions', 'instants.known_at') }}
        and versions.reported_at <= instants.world_at
),

known_responses as materialized (
    select
        versions.response_id,
        versions.request_id,
        versions.event_type,
        versions.is_automatic,
        versions.event_at,
        versions.recorded_at,
        versions.followers_at_action
    from {{ released('fct_request_events') }} as versions
    inner join instants
        on {{ is_known('versions', 'instants.known_at') }}
        and versions.event_at <= instants.world_at
),

decisions as materialized (
    {{ request_decisions('known_requests', 'known_responses', event_outcomes=released('dim_event_outcome')) }}
),

outcomes as materialized (
    {{ request_outcomes('known_requests', 'known_responses', 'decisions') }}
),

states as materialized (
    {{ request_states('outcomes', 'decisions') }}
),

requested as materialized (
    {{ requested_accounts('outcomes') }}
),

account_checks as materialized (
    select
        versions.account_id,
        versions.checked_at as observed_at,
        versions.check_id as observation_id,
        versions.status,
        versions.followers
    from {{ released('fct_account_check_versions') }} as versions
    inner join instants
        on {{ is_known('versions', 'instants.known_at') }}
        and versions.checked_at <= instants.world_at
),

account_changes as materialized (
    {{ account_changes('outcomes', 'states', '(' ~ counted_checks('account_checks', 'requested') ~ ') as checks') }}
)
{%- endmacro %}
