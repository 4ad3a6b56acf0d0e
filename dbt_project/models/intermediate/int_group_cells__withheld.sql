{%- set key = ['week_start_date', 'group_id', 'platform_id'] -%}
{%- set k = var('min_cell') -%}
{%- set others = 'partition by week_start_date, platform_id' -%}
{%- set so_far = 'partition by group_id, platform_id order by week_start_date' -%}
-- What a release has withheld stays withheld in the next: else the two together would tell it.
with marked as (
    select
        cells.*,
        cells.accounts_active_count between 1 and {{ k }} - 1 as is_small,
        cells.accounts_active_count between 1 and {{ k }} - 1 or coalesce(held_before.is_withheld, false) as is_held,
        coalesce(held_before.is_stock_withheld, false) as was_stock_withheld,
        -- Accounts that could have been removed in the week, or were.
        cells.accounts_live_count + cells.accounts_complied_count as accounts_removable_count
    from {{ ref('int_group_cells__weekly') }} as cells
    left join {{ ref('stg_warehouse__withheld_before') }} as held_before on {{ same('cells', 'held_before', key) }}
),

-- Within a week and platform the sums over groups are public. So a small cell is withheld together with the next
-- smallest ones, those that hold anything first, until the withheld ones are two or more and hold min_cell accounts
-- together: of the active ones, and, where as many were asked for at all, of those too.
ranked as (
    select
        *,
        max(case when is_held then 1 else 0 end) over ({{ others }}) as has_held,
        sum(accounts_reported_count) over ({{ others }}) as all_reported_count,
        row_number() over (
            {{ others }} order by is_held desc, accounts_active_count = 0 asc, accounts_active_count asc, group_id asc
        ) as smallness_rank
    from marked
),

covered as (
    select
        *,
        coalesce(sum(accounts_active_count) over smaller, 0) as covered_count,
        coalesce(sum(accounts_reported_count) over smaller, 0) as reported_covered_count
    from ranked
    window smaller as ({{ others }} order by smallness_rank rows between unbounded preceding and 1 preceding)
),

withheld as (
    select
        *,
        is_held or (has_held = 1 and (
            smallness_rank = 2 or covered_count < {{ k }} or reported_covered_count < least({{ k }}, all_reported_count)
        )) as is_withheld
    from covered
),

-- A stock after a withheld week would give its flow away; a stock of one account its followers. What was removed in a
-- week is a step between two stocks, and is withheld with them, from the first of these weeks on.
stocks as (
    select
        *,
        max(case when is_withheld or was_stock_withheld or accounts_live_count between 1 and {{ k }} - 1
            then 1 else 0 end) over ({{ so_far }}) as is_stock_held
    from withheld
),

-- Stocks and removals have public sums as well; and those of one group must be able to be another's.
stocks_ranked as (
    select
        *,
        max(is_stock_held) over ({{ others }}) as has_stock_held,
        sum(accounts_live_count) over ({{ others }}) as all_live_count,
        sum(accounts_complied_count) over ({{ others }}) as all_complied_count,
        sum(accounts_removable_count) over ({{ others }})
        - max(accounts_removable_count) over ({{ others }}) as all_but_one_removable_count,
        row_number() over (
            {{ others }} order by is_stock_held desc, accounts_removable_count = 0 asc, accounts_removable_count asc,
            group_id asc
        ) as stock_rank
    from stocks
),

stocks_covered as (
    select
        *,
        coalesce(sum(accounts_live_count) over smaller, 0) as live_covered_count,
        coalesce(sum(accounts_complied_count) over smaller, 0) as complied_covered_count,
        coalesce(sum(accounts_removable_count) over smaller - max(accounts_removable_count) over smaller, 0)
            as removable_covered_count
    from stocks_ranked
    window smaller as ({{ others }} order by stock_rank rows between unbounded preceding and 1 preceding)
),

stocks_withheld as (
    select
        {{ key | join(', ') }}, is_small, is_withheld,
        max(case when is_stock_held = 1 or (has_stock_held = 1 and (
            stock_rank = 2
            or live_covered_count < least({{ k }}, all_live_count)
            or complied_covered_count < least({{ k }}, all_complied_count)
            or removable_covered_count < least({{ k }}, all_but_one_removable_count)
        )) then 1 else 0 end) over ({{ so_far }}) = 1 as is_stock_withheld
    from stocks_covered
)

select *, not bool_or(is_stock_withheld) over (partition by group_id, platform_id) as is_pair_named
from stocks_withheld
