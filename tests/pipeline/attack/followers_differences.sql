-- Public sums less those before them, of the series' day before and of the same day in another table or release; and
-- which unknowns each difference holds. Wants told, held and coarse.
create table difference as
with by_day as (
    select *, lag(struct_pack(release, known_on, date_day, told)) over (
        partition by release, known_on, place, series order by date_day
    ) as before
    from told
),

-- With the differences by day, those of some days say what those of all would.
by_place as (
    select *, lag(struct_pack(release, known_on, date_day, told)) over (
        partition by series, date_day order by release, known_on, place
    ) as before
    from told
    where date_day in (select known_on from told) or extract(day from date_day) in (1, 15)
)

select row_number() over () - 1 as row, *, told - coalesce(before.told, 0) as value
from (from by_day union all from by_place where before is not null);

create table unknown as
select row_number() over (order by account_id, followers) - 1 as place, account_id, followers
from (select distinct account_id, followers from held);

create table entry as
with from_day_to_day as (
    select row, account_id, followers, is_in, is_in_before
    from (
        select
            difference.row, held.account_id, held.followers,
            first_date <= date_day and (end_date is null or date_day < end_date) as is_in,
            coalesce(first_date <= before.date_day and (end_date is null or before.date_day < end_date), false)
                as is_in_before
        from difference
        inner join held using (release, known_on, series)
        where coalesce(before.release = release and before.known_on = known_on, true)
    ) as compared
    where is_in <> is_in_before
),

from_release_to_release as (
    select difference.row, held.account_id, held.followers, side.weight
    from difference
    cross join (values (1), (-1)) as side(weight)
    inner join held
        on held.series = difference.series
        and held.release = case side.weight when 1 then difference.release else before.release end
        and held.known_on = case side.weight when 1 then difference.known_on else before.known_on end
        and first_date <= date_day and (end_date is null or date_day < end_date)
    where before is not null and (before.release <> difference.release or before.known_on <> difference.known_on)
),

signed as (
    select row, account_id, followers, case when is_in then 1 else -1 end as weight from from_day_to_day
    union all
    select row, account_id, followers, weight from from_release_to_release
)

select place, row, sum(weight) as weight
from signed
inner join unknown using (account_id, followers)
group by place, row
having sum(weight) <> 0
order by row, place;

create view coarse_interval as
select release, as_of_date, platform_id, followers_removed_low as low, followers_removed_high as high from coarse;

create table removed as
select release, known_on, split_part(series, '|', 2) as platform_id, place
from held
inner join unknown using (account_id, followers)
where
    series = concat('removed|', split_part(series, '|', 2))
    and first_date <= known_on and (end_date is null or known_on < end_date);
