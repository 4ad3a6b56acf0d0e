{%- set name = ['group_id', 'named_group_id', 'group_label', 'platform_id'] -%}
{%- set key = ['week_start_date'] + name -%}
with requests as (
    select
        outcomes.account_id,
        outcomes.group_id,
        outcomes.named_group_id,
        coalesce(group_labels.label, 'unattributed') as group_label,
        outcomes.platform_id,
        {{ week_start(utc_date('outcomes.reported_at')) }} as week_start_date,
        row_number() over (
            partition by outcomes.account_id order by outcomes.reported_at desc, outcomes.request_id desc
        ) as number_from_latest
    from {{ ref('int_requests__outcomes') }} as outcomes
    left join {{ ref('group_labels') }} as group_labels
        on lower(trim(outcomes.group_label)) = group_labels.label
),

-- An account goes by the name in its latest request, as it does in the cell of its whole group.
changes as (
    select
        {{ week_start('contributions.changed_date') }} as week_start_date,
        {%- for column in name %}
        requests.{{ column }},
        {%- endfor %}
        0 as requests_reported_count,
        case when contributions.change_number = 1 then contributions.account_id end as first_reported_account_id,
        case when contributions.removed_change = 1 then contributions.account_id end as complied_account_id,
        contributions.live_change,
        contributions.followers_live_change
    from ({{ reach_contributions(ref('int_accounts__changes')) }}) as contributions
    inner join requests
        on contributions.account_id = requests.account_id
        and requests.number_from_latest = 1
    union all
    select
        {{ key | join(', ') }},
        1 as requests_reported_count,
        null as first_reported_account_id,
        null as complied_account_id,
        0 as live_change,
        0 as followers_live_change
    from requests
),

active as (
    select
        {{ key | join(', ') }},
        sum(requests_reported_count) as requests_reported_count,
        count(distinct first_reported_account_id) as accounts_first_reported_count,
        count(distinct complied_account_id) as accounts_complied_count,
        sum(live_change) as live_change,
        sum(followers_live_change) as followers_change
    from changes
    group by {{ key | join(', ') }}
),

firsts as (
    select
        {{ name | join(', ') }},
        min(week_start_date) as first_week_date
    from active
    group by {{ name | join(', ') }}
),

weeks as (
    select distinct week_start_date
    from {{ ref('int_dates__spanned') }}
),

cells as (
    select
        weeks.week_start_date,
        {%- for column in name %}
        firsts.{{ column }}{{ "," if not loop.last }}
        {%- endfor %}
    from firsts
    inner join weeks on firsts.first_week_date <= weeks.week_start_date
)

select
    {%- for column in key %}
    cells.{{ column }},
    {%- endfor %}
    cast(coalesce(active.requests_reported_count, 0) as bigint) as requests_reported_count,
    coalesce(active.accounts_first_reported_count, 0) as accounts_first_reported_count,
    coalesce(active.accounts_complied_count, 0) as accounts_complied_count,
    cast(sum(coalesce(active.live_change, 0)) over weeks_so_far as bigint) as accounts_live_count,
    cast(sum(coalesce(active.followers_change, 0)) over weeks_so_far as bigint) as followers
from cells
left join active on {{ same('cells', 'active', key) }}
window weeks_so_far as (
    partition by cells.group_id, cells.named_group_id, cells.group_label, cells.platform_id
    order by cells.week_start_date rows between unbounded preceding and current row
)
