{# Every version of every check of an account, with the account's id and when the next version replaced it. #}
{% macro account_check_versions() -%}
    select
        account_checks.check_id,
        keys.account_id,
        account_checks.platform_label,
        account_checks.checked_at,
        account_checks.recorded_at,
        lead(account_checks.recorded_at) over (
            partition by account_checks.check_id order by account_checks.recorded_at
        ) as superseded_at,
        false as is_retracted,
        account_checks.status,
        account_checks.followers
    from {{ ref('stg_takedown_log__account_checks') }} as account_checks
    left join {{ ref('stg_warehouse__account_keys') }} as keys
        on account_checks.platform_label = keys.platform_label
        and coalesce(nullif(trim(account_checks.handle), ''), account_checks.url) = keys.subject
{%- endmacro %}

{# What somebody counted on an account after it was first reported: `checks` known at one instant, `accounts` with the
   time of their first report; `scope` as in request_decisions.sql. #}
{% macro counted_checks(checks, accounts, scope=[]) -%}
    select
        {% for column in scope %}checks.{{ column }}, {% endfor %}
        checks.account_id,
        checks.observed_at,
        checks.observation_id,
        checks.followers
    from {{ checks }} as checks
    inner join {{ accounts }} as accounts
        on {{ same('checks', 'accounts', scope + ['account_id']) }}
        and checks.observed_at >= accounts.first_reported_at
    where checks.followers is not null
{%- endmacro %}
