-- Followers that nobody counted are left out of sums and counted as missing, never taken as known zeros.
with stocks as (
    select
        account_id,
        changed_date,
        change_number,
        1 as reported,
        case when outcome in ('complied_global', 'complied_local') then 1 else 0 end as removed,
        case when outcome in ('pending', 'partial', 'declined', 'reversed') then 1 else 0 end as live,
        case when followers is null then 1 else 0 end as missing,
        coalesce(followers, 0) as followers
    from {{ ref('int_accounts__changes') }}
),

with_followers as (
    select
        *,
        followers as followers_reported,
        followers * removed as followers_removed,
        followers * live as followers_live
    from stocks
)

select
    account_id,
    changed_date,
    change_number,
    {% for stock in [
        'reported', 'removed', 'live', 'missing', 'followers_reported', 'followers_removed', 'followers_live'
    ] -%}
    {{ stock }} - lag({{ stock }}, 1, 0) over (
        partition by account_id order by change_number
    ) as {{ stock }}_change{{ "," if not loop.last }}
    {% endfor %}
from with_followers
