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
        'followers_regained_high', 'followers_net_removed'
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
with contributed as (
    select
        contributions.changed_date as date_day,
        accounts.platform_id,
        accounts.group_id,
        contributions.followers_seen,
        {%- for stock, change in reach_stocks().items() %}
        contributions.{{ change }}_change as {{ stock }},
        {%- endfor %}
        {%- for stock in reach_mirror_stocks() %}
        0 as {{ stock }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ contributions }} as contributions
    inner join {{ accounts }} as accounts on contributions.account_id = accounts.account_id
    union all
    select
        contributions.changed_date as date_day,
        predecessors.platform_id,
        predecessors.group_id,
        null as followers_seen,
        {%- for stock in reach_stocks() %}
        0 as {{ stock }},
        {%- endfor %}
        {%- for stock, change in reach_mirror_stocks().items() %}
        contributions.{{ change }}_change as {{ stock }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ mirrors }} as mirrors
    inner join {{ contributions }} as contributions on mirrors.successor_account_id = contributions.account_id
    inner join {{ accounts }} as predecessors on mirrors.predecessor_account_id = predecessors.account_id
    where mirrors.is_counted
)

select
    date_day,
    platform_id,
    group_id,
    max(followers_seen) as followers_seen,
    {%- for stock in reach_stocks().keys() | list + reach_mirror_stocks().keys() | list %}
    sum({{ stock }}) as {{ stock }}{{ "," if not loop.last }}
    {%- endfor %}
from contributed
group by date_day, platform_id, group_id
{%- endmacro %}
