{{ config(meta={
    'dagster': {'ref': {'name': 'fct_reach_daily'}},
    'question': 'Do the bounds of followers leave room for every missing count, and no more than was seen?'
}) }}
{%- set stocks = [('reported', 'accounts'), ('removed', 'accounts_removed'), ('live', 'accounts_live')] %}
-- The ceiling of a missing count: the smallest power of ten, from 10 on, that no count seen on the platform exceeds.
with highest as (
    select changes.changed_date, accounts.platform_id, max(changes.followers) as followers
    from {{ ref('int_accounts__blurred') }} as changes
    inner join {{ ref('int_accounts__requested') }} as accounts on changes.account_id = accounts.account_id
    group by changes.changed_date, accounts.platform_id
),

seen as (
    select dates.date_day, highest.platform_id, max(highest.followers) as followers
    from {{ ref('int_dates__spanned') }} as dates
    inner join highest on dates.date_day >= highest.changed_date
    group by dates.date_day, highest.platform_id
),

published as (
    select
        reach.*,
        case when seen.followers is not null then pow(10, greatest(1, ceil(log10(greatest(seen.followers, 1))))) end
            as ceiling
    from {{ ref('fct_reach_daily') }} as reach
    left join seen on {{ same('reach', 'seen', ['date_day', 'platform_id']) }}
)

select date_day, platform_id, group_id
from published
where
    {%- for stock, counted in stocks %}
    followers_{{ stock }}_low is distinct from followers_{{ stock }}
    or followers_{{ stock }}_high is distinct from followers_{{ stock }}
        + case when {{ counted }}_followers_missing_count = 0 then 0
            else {{ counted }}_followers_missing_count * ceiling end
    {{ "or" if not loop.last }}
    {%- endfor %}
