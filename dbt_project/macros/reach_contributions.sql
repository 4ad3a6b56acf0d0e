{# What every change of an account adds to or takes from each stock: running sums over days are the stocks, so that no
   account is joined to every day. Followers that nobody counted are left out of sums and counted as missing, never
   taken as known zeros. `changes`: as int_accounts__changes. (No lag with a default: DuckDB 1.2 cannot read one in a
   macro of a file that DuckDB 2 wrote.) #}
{% macro reach_contributions(changes) -%}
{%- set stocks = [
    'removed', 'live', 'missing', 'removed_missing', 'live_missing', 'followers_reported', 'followers_removed',
    'followers_live'
] -%}
with states as (
    select
        account_id,
        changed_date,
        change_number,
        followers as followers_seen,
        case when outcome in ('complied_global', 'complied_local') then 1 else 0 end as removed,
        case when outcome in ('pending', 'partial', 'declined', 'reversed') then 1 else 0 end as live,
        case when followers is null then 1 else 0 end as missing,
        coalesce(followers, 0) as followers_reported
    from {{ changes }}
),

stocks as (
    select
        *,
        missing * removed as removed_missing,
        missing * live as live_missing,
        followers_reported * removed as followers_removed,
        followers_reported * live as followers_live
    from states
)

select
    account_id,
    changed_date,
    change_number,
    followers_seen,
    {%- for stock in stocks %}
    {{ stock }} - coalesce(lag({{ stock }}) over (
        partition by account_id order by change_number
    ), 0) as {{ stock }}_change{{ "," if not loop.last }}
    {%- endfor %}
from stocks
{%- endmacro %}
