-- One row per first request about an account of the waves.
create table wave_ask as
with dated as (
    select
        *,
        case
            when platform in ('facebook', 'x') and wave = 'july' and wave_no <= 3 then 'FIA Cybercrime Wing'
            when platform = 'x' and wave = 'august' and wave_no between 61 and 100 then 'NCCIA'
            when draw(account_no, 'agency') < 0.7 then 'NCCIA'
            else 'PTA'
        end as agency,
        platform = 'x' and wave = 'august' and wave_no between 61 and 100 as is_in_batch_of_40,
        -- reported before 25 July but recorded after it
        wave = 'august' and wave_no = 1 as is_late_in_july,
        first_day + cast(floor(
            day_span * pow((wave_no - 1) / greatest(wave_size - 1, 1), growth)
        ) as integer) as wave_day
    from wave_account
), batched as (
    select
        *,
        case when isodow(wave_day) = 7 then wave_day + 1 else wave_day end as report_day,
        case
            when is_in_batch_of_40 then 'NCCIA-X-20250805-LETTER'
            when is_late_in_july or draw(account_no, 'alone') < 0.4 then null
            else split_part(agency, ' ', 1) || '-' || upper(platform) || '-' || strftime(report_day, '%Y%m%d')
        end as batch_ref
    from dated
), reported as (
    select
        *,
        case
            when is_in_batch_of_40 then timestamp '2025-08-05 06:30:00'
            when is_late_in_july then office_time_between(date '2025-07-21', 3, account_no, 'late day')
            -- one letter has one time
            else office_time(report_day, coalesce(batch_ref, cast(account_no as varchar)))
        end as reported_at
    from batched
)
select
    account_no as ask_no, account_no, platform, wave, agency, claimed_group, batch_ref, reported_at,
    case
        when is_late_in_july then office_time_between(date '2025-07-28', 4, account_no, 'recorded')
        when wave = 'late' then office_time_between(date '2025-08-18', 4, account_no, 'recorded')
        else plus_minutes(reported_at, 5 + 300 * draw(account_no, 'recorded'))
    end as recorded_at,
    case when draw(account_no, 'action') < 0.85 then 'suspend' else 'restrict' end as requested_action
from reported;
