{# Stocks of reach and the change that each is the running sum of. #}
{% macro reach_stocks() -%}
    {{ return({
        'followers_reported': 'followers_reported', 'followers_removed': 'followers_removed',
        'followers_live': 'followers_live', 'accounts_followers_missing_count': 'missing',
        'accounts_removed_followers_missing_count': 'removed_missing',
        'accounts_live_followers_missing_count': 'live_missing'
    }) }}
{%- endmacro %}

{# The same of mirrors; the changes are those of the successor. #}
{% macro reach_mirror_stocks() -%}
    {{ return({
        'followers_regained': 'followers_live', 'mirrors_live_count': 'live',
        'mirrors_live_followers_missing_count': 'live_missing'
    }) }}
{%- endmacro %}

{# Each sum, the count of accounts that it lacks, the ceiling for one of them. A mirror may be on any platform. #}
{% macro reach_bounds() -%}
    {{ return([
        ('followers_reported', 'accounts_followers_missing_count', 'platform_ceiling'),
        ('followers_removed', 'accounts_removed_followers_missing_count', 'platform_ceiling'),
        ('followers_live', 'accounts_live_followers_missing_count', 'platform_ceiling'),
        ('followers_regained', 'mirrors_live_followers_missing_count', 'any_ceiling')
    ]) }}
{%- endmacro %}

{# The columns of fct_reach_daily, in order. #}
{% macro reach_columns() -%}
    {%- set columns = ['date_day', 'platform_id', 'group_id', 'is_stock_suppressed'] + reach_stocks().keys() | list -%}
    {%- for stock in ['followers_reported', 'followers_removed', 'followers_live'] -%}
        {%- do columns.extend([stock ~ '_low', stock ~ '_high']) -%}
    {%- endfor -%}
    {{ return(columns + reach_mirror_columns()) }}
{%- endmacro %}

{# What only mirrors tell: shown or withheld together. #}
{% macro reach_mirror_columns() -%}
    {{ return([
        'mirrors_live_count', 'mirrors_live_followers_missing_count', 'followers_regained', 'followers_regained_low',
        'followers_regained_high', 'followers_net_removed', 'followers_net_removed_low', 'followers_net_removed_high'
    ]) }}
{%- endmacro %}

{# A count of followers rounded up to a power of ten, 10 at least: a bound from which no account's count is read. #}
{% macro reach_ceiling(followers) -%}
    case when {{ followers }} is not null
        then cast(concat('1', repeat('0', length(cast(greatest({{ followers }}, 1) - 1 as varchar)))) as bigint) end
{%- endmacro %}

{# What every day adds to the stocks of a platform and group: its own accounts', and those of mirrors of its removed
   accounts, wherever the mirrors themselves are. `contributions`: as int_accounts__contributions; `accounts`:
   account_id, platform_id, group_id; `mirrors`: as int_mirrors__paired. #}
{% macro reach_changes(contributions, accounts, mirrors) -%}
with counted_under as (
    select account_id, platform_id, group_id, false as is_mirror
    from {{ accounts }}
    union all
    select mirrors.successor_account_id as account_id, predecessors.platform_id, predecessors.group_id, true as is_mirror
    from {{ mirrors }} as mirrors
    inner join {{ accounts }} as predecessors on mirrors.predecessor_account_id = predecessors.account_id
    where mirrors.is_counted
)

select
    contributions.changed_date as date_day,
    counted_under.platform_id,
    counted_under.group_id,
    max(case when not counted_under.is_mirror then contributions.followers_seen end) as followers_seen,
    {%- for stock, change in reach_stocks().items() %}
    sum(case when counted_under.is_mirror then 0 else contributions.{{ change }}_change end) as {{ stock }},
    {%- endfor %}
    {%- for stock, change in reach_mirror_stocks().items() %}
    sum(case when counted_under.is_mirror then contributions.{{ change }}_change else 0 end) as {{ stock }}
        {{- "," if not loop.last }}
    {%- endfor %}
from {{ contributions }} as contributions
inner join counted_under on contributions.account_id = counted_under.account_id
group by contributions.changed_date, counted_under.platform_id, counted_under.group_id
{%- endmacro %}
