-- Scenario look-alikes: decoys, accounts of others that resemble a blocked one.
insert into mirror_account by name
with decoy as (
    select
        *, 6000 + mirror_no as decoy_no,
        lag(first_word, 3, 'otter') over (order by mirror_no) as other_first,
        lag(second_word, 5, 'acorn') over (order by mirror_no) as other_second,
        cast(plus_minutes(recorded_at, delay_minutes) as date) as block_day
    from disguise_plan
    where getvariable('scenario') = 'look-alikes'
)
select
    decoy_no as account_no, null as predecessor_no, platform, object_type,
    case mirror_no % 4
        when 0
            then 'sample_' || first_word || '_' || other_second || '_' || pick(decoy_no, 'end', ['one', 'hub', 'zone'])
        when 1 then handle || '_' || pick(decoy_no, 'added', ['fans', 'cricket', 'cooking', 'poetry', 'school'])
        when 2 then left(handle, length(handle) - 1) || pick(decoy_no, 'last letter', ['u', 'y', 'z'])
        else 'sample_' || reverse(first_word) || '_' || reverse(other_second)
    end as handle,
    case when mirror_no % 4 >= 2 then pick(decoy_no, 'common', ['Sample Media', 'Sample News', 'نمونہ خبرنامہ'])
        else 'Sample ' || upper(other_first[1]) || other_first[2:] || ' ' || decoy_no
    end as display_name,
    case when draw(decoy_no, 'group') < 0.60 then claimed_group
        else pick(decoy_no, 'other group', ['TTP', 'ISKP', 'BLA', 'BLF', null]) end as claimed_group,
    follower_case, greatest(1, cast(1000 * tail(decoy_no, 'followers') as bigint)) as follower_weight,
    between_days(block_day + 1, 20, decoy_no, 'reported') as report_day
from decoy;
