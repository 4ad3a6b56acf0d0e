-- Accounts that look like a blocked one, and are reported after it: predecessor and successor.
create table mirror_account as
with chosen as (
    select *, row_number() over (partition by platform order by draw(ask_no, 'mirror'), ask_no) as platform_rank
    from august_ask
    where outcome = 'complied' and platform in ('facebook', 'tiktok', 'instagram', 'telegram', 'x')
        and plus_minutes(recorded_at, delay_minutes) < timestamp '2025-08-12'
        and getvariable('scenario') = 'cooperative-telegram'
), numbered as (
    select *, row_number() over (order by platform, platform_rank) as mirror_no
    from chosen
    where platform_rank <= case platform when 'instagram' then 6 when 'telegram' then 8 else 10 end
)
select
    5000 + mirror_no as account_no, account_no as predecessor_no,
    case when mirror_no % 7 = 0 then 'telegram' else numbered.platform end as platform,
    case when mirror_no % 7 = 0 then 'channel' else object_type end as object_type,
    case mirror_no % 6
        when 0 then handle || '_2'
        when 1 then 'new_' || handle
        when 2 then 'sample' || replace(substr(handle, 8), '_', '')
        when 3 then 'sample_' || translate(substr(handle, 8), 'aeio', '4310')
        when 4 then replace(handle, '_', '.')
        else handle || right(handle, 1)
    end as handle,
    display_name || case mirror_no % 3 when 0 then '' when 1 then ' 2' else ' (new)' end as display_name,
    numbered.claimed_group, follower_case,
    greatest(1, cast(follower_weight * (0.05 + 0.4 * draw(mirror_no, 'share')) as bigint)) as follower_weight,
    greatest(date '2025-08-16', cast(plus_minutes(recorded_at, delay_minutes) as date) + 3)
        + cast(floor(60 * draw(mirror_no, 'return')) as integer) as report_day
from numbered
inner join wave_account using (account_no);
