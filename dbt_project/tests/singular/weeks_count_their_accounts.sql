{{ config(meta={
    'dagster': {'ref': {'name': 'fct_group_activity_weekly'}},
    'question': 'Is every week shown what the requests, accounts and mirrors of the group say, and is none missing?'
}) }}
{%- set keys = ['week_start_date', 'group_id', 'platform_id'] %}
with platforms as (select distinct platform_id from {{ ref('fct_requests') }}),

cells as (
    select distinct weeks.week_start_date, whole_groups.group_id, platforms.platform_id
    from {{ ref('int_dates__spanned') }} as weeks
    cross join {{ ref('dim_group') }} as whole_groups cross join platforms
    where whole_groups.parent_group_id is null and whole_groups.group_id <> 'withheld'
),

reported as (
    select {{ week_start(utc_date('reported_at')) }} as week_start_date, true as is_reported, *
    from {{ ref('fct_requests') }}
),

removed as (
    select {{ week_start('changes.changed_date') }} as week_start_date, false as is_reported, accounts.*
    from {{ ref('int_accounts__changes') }} as changes
    inner join {{ ref('int_accounts__requested') }} as accounts on changes.account_id = accounts.account_id
    left join {{ ref('int_accounts__changes') }} as befores
        on changes.account_id = befores.account_id and changes.change_number = befores.change_number + 1
    where starts_with(changes.outcome, 'complied') and not coalesce(starts_with(befores.outcome, 'complied'), false)
),

-- An account asked for again under another group takes the week of its first report along.
active_accounts as (
    select * from reported
    union all by name
    select * from removed
    union all by name
    select first_reported_week_date as week_start_date, false as is_reported, *
    from {{ ref('int_accounts__requested') }}
),

active as (
    select week_start_date, group_id, platform_id, count(distinct account_id) as accounts_active_count,
        count(distinct case when is_reported then account_id end) as accounts_reported_count
    from active_accounts group by all
),

named as (
    select
        week_start_date, group_id, platform_id,
        {%- for count in ['accounts_first_reported_count', 'accounts_complied_count', 'accounts_live_count'] %}
        sum({{ count }}) as {{ count }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ ref('fct_group_activity_named_weekly') }}
    group by week_start_date, group_id, platform_id
),

mirrors as (
    select {{ week_start(utc_date('reappeared_at')) }} as week_start_date,
        successor_group_id as group_id, successor_platform_id as platform_id,
        count(distinct successor_account_id) as mirrors_count
    from {{ ref('fct_mirrors') }} where is_counted
    group by all
),

recounted as (
    select
        cells.*,
        withheld.is_withheld as is_suppressed,
        withheld.is_stock_withheld as is_stock_suppressed,
        cast(strftime(cells.week_start_date, '%G') as integer) as iso_year,
        cast(strftime(cells.week_start_date, '%V') as integer) as iso_week,
        {%- for count in ['active.accounts_reported_count', 'named.accounts_first_reported_count',
            'mirrors.mirrors_count'] %}
        case when not withheld.is_withheld then coalesce({{ count }}, 0) end as {{ count.split('.')[1] }},
        {%- endfor %}
        {%- for count in ['active.accounts_active_count', 'named.accounts_complied_count',
            'named.accounts_live_count'] %}
        case when not (is_withheld or is_stock_withheld) then coalesce({{ count }}, 0) end as {{ count.split('.')[1] }},
        {%- endfor %}
        {%- for authority in ['un', 'us', 'uk', 'pk'] %}
        exists(
            select 1 from {{ ref('bridge_group_designation') }} as listings
            where listings.named_group_id = cells.group_id and listings.authority_id = '{{ authority }}'
                and listings.is_listed and listings.listed_by_date <= {{ days_later('cells.week_start_date', 6) }}
        ) as is_designated_{{ authority }}{{ "," if not loop.last }}
        {%- endfor %}
    from cells
    left join {{ ref('int_group_cells__withheld') }} as withheld on {{ same('cells', 'withheld', keys) }}
    {%- for part in ['active', 'named', 'mirrors'] %}
    left join {{ part }} on {{ same('cells', part, keys) }}
    {%- endfor %}
),

published as (select * from {{ ref('fct_group_activity_weekly') }})

{{ differing('published', 'recounted', keys, [
    'iso_year', 'iso_week', 'is_suppressed', 'is_stock_suppressed', 'accounts_active_count', 'accounts_reported_count',
    'accounts_first_reported_count', 'accounts_complied_count', 'mirrors_count', 'accounts_live_count',
    'is_designated_un', 'is_designated_us', 'is_designated_uk', 'is_designated_pk'
]) }}
