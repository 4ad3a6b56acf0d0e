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
