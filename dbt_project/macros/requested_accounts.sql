{# Every account that a takedown request names, as its latest request says it (the account state of MODEL section 1),
   and the time of its first. `outcomes`: takedown requests with their outcomes. #}
{% macro requested_accounts(outcomes) -%}
with numbered as (
    {{ numbered_from_latest(outcomes) }}
),

firsts as (
    select
        account_id,
        min(reported_at) as first_reported_at
    from numbered
    group by account_id
)

select
    numbered.account_id,
    numbered.platform_id,
    numbered.group_id,
    numbered.named_group_id,
    numbered.object_type,
    firsts.first_reported_at,
    {{ week_start(utc_date('firsts.first_reported_at')) }} as first_reported_week_date,
    numbered.outcome
from numbered
inner join firsts on numbered.account_id = firsts.account_id
where numbered.number_from_latest = 1
{%- endmacro %}

{# Every takedown request, numbered within its account: the latest, which speaks for the account, is 1. #}
{% macro numbered_from_latest(outcomes) -%}
    select
        requests.*,
        row_number() over (
            partition by requests.account_id order by requests.reported_at desc, requests.request_id desc
        ) as number_from_latest
    from {{ outcomes }} as requests
{%- endmacro %}
