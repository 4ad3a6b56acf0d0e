-- Of which counts of which accounts every sum of followers is made, and from which day to which: what the adversary is
-- given beyond the public tier, since he might know it. Wants the rules of the log (outcomes, requested, states,
-- account_changes) before it.
days as (
    select
        account_id,
        changed_date as first_date,
        lead(changed_date) over (partition by account_id order by changed_date) as end_date,
        outcome,
        followers
    from (
        select
            account_id, changed_date,
            max_by(outcome, change_number) as outcome,
            max_by(followers, change_number) filter (where followers is not null) as followers
        from account_changes
        group by account_id, changed_date
    ) as last_of_day
),

counts as (
    select
        days.* exclude (followers),
        last_value(days.followers ignore nulls) over (
            partition by days.account_id order by days.first_date rows between unbounded preceding and current row
        ) as followers,
        requested.platform_id,
        requested.group_id,
        case when (requested.platform_id, requested.group_id) in (
            select (platform_id, group_id) from marts.fct_reach_daily
        ) then requested.group_id else 'withheld' end as told_group_id
    from days
    inner join requested on days.account_id = requested.account_id
),

measured as (
    select 'reported' as measure, * from counts
    union all
    select 'removed' as measure, * from counts where starts_with(outcome, 'complied')
    union all
    select 'live' as measure, * from counts where outcome in ('pending', 'partial', 'declined', 'reversed')
),

bands(age_band, first_day, last_day) as (
    values ('0-1', 0, 1), ('2-7', 2, 7), ('8-30', 8, 30), ('31-90', 31, 90), ('90+', 91, 100000)
),

waits as (
    select
        states.account_id,
        bands.age_band,
        cast(timezone('UTC', states.started_at) as date) + bands.first_day as first_date,
        least(
            cast(timezone('UTC', states.started_at) as date) + bands.last_day + 1,
            cast(timezone('UTC', states.ended_at) as date)
        ) as end_date
    from states
    cross join bands
    where states.state_number = 0
),

held as (
    select concat_ws('|', measure, platform_id, told_group_id) as series, counts.* from measured as counts
    union all
    -- A group that is not named by day has weeks of its own.
    select concat_ws('|', measure, platform_id, group_id) as series, counts.*
    from measured as counts
    where measure = 'live' and told_group_id <> group_id
    union all
    select concat_ws('|', measure, platform_id) as series, counts.* from measured as counts
    union all
    select concat_ws('|', 'regained', removed.platform_id, removed.told_group_id) as series, counts.*
    from marts.fct_mirrors as mirrors
    inner join (select distinct account_id, platform_id, told_group_id from counts) as removed
        on mirrors.predecessor_account_id = removed.account_id
    inner join measured as counts on mirrors.successor_account_id = counts.account_id
    where mirrors.is_counted and counts.measure = 'live'
    union all by name
    select
        concat_ws('|', 'backlog', counts.platform_id, waits.age_band) as series,
        counts.* replace (
            greatest(counts.first_date, waits.first_date) as first_date,
            least(counts.end_date, waits.end_date) as end_date
        )
    from waits
    inner join counts on waits.account_id = counts.account_id
)

select series, account_id, followers, first_date, end_date
from held
where followers is not null and (end_date is null or first_date < end_date)
