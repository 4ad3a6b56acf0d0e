{# The parts that mirror_pairs.sql is put together from. #}

{# Times during which an account stood complied with, whether everywhere or in the country: one run until it ends. #}
{% macro complied_runs(account_changes) -%}
{%- set in_order = 'partition by account_id order by change_number' -%}
    select account_id, changed_at as started_at, ended_at
    from (
        select *, lead(changed_at) over ({{ in_order }}) as ended_at
        from (
            select
                account_id, changed_at, change_number, is_complied,
                -- not by lag's own default, which DuckDB 1.2 cannot read in a macro
                coalesce(lag(is_complied) over ({{ in_order }}), false) as was_complied
            from (
                select
                    account_id, changed_at, change_number,
                    coalesce(outcome in ('complied_global', 'complied_local'), false) as is_complied
                from {{ account_changes }}
            ) as states
        ) as changes
        where is_complied <> was_complied
    ) as switches
    where is_complied
{%- endmacro %}

{# What a person last said of each pair, of the verdicts known. #}
{% macro latest_verdicts(reviews) -%}
    select predecessor_account_id, successor_account_id, verdict, reviewed_at, review_id
    from (
        select
            *,
            row_number() over (
                partition by predecessor_account_id, successor_account_id
                order by reviewed_at desc, recorded_at desc, review_id desc
            ) as number_from_latest
        from {{ reviews }}
    ) as numbered
    where number_from_latest = 1
{%- endmacro %}

{# How the groups of two accounts compare. A group that nobody named agrees with none, and with none it disagrees. #}
{% macro group_level(one, other) -%}
    case
        when coalesce({{ one }}.group_id, 'unattributed') = 'unattributed'
            or coalesce({{ other }}.group_id, 'unattributed') = 'unattributed' then 'unknown'
        when {{ one }}.named_group_id = {{ other }}.named_group_id then 'same_named_group'
        when {{ one }}.group_id = {{ other }}.group_id then 'same_group'
        else 'different_group'
    end
{%- endmacro %}

{% macro timing_level(days) -%}
    case
        when {{ days }} <= 7 then 'within_7_days'
        when {{ days }} <= 30 then 'within_30_days'
        when {{ days }} <= 90 then 'within_90_days'
        else 'later'
    end
{%- endmacro %}
