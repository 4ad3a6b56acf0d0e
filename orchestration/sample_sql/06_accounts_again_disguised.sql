-- Scenario look-alikes: heavier disguises.
create table disguise_plan as
select
    chosen.*, wave_account.object_type, handle, display_name, follower_case, follower_weight,
    row_number() over (order by chosen.platform, platform_rank) as mirror_no,
    split_part(handle, '_', 2) as first_word, split_part(handle, '_', 3) as second_word
from (
    select *, row_number() over (partition by platform order by draw(ask_no, 'mirror'), ask_no) as platform_rank
    from august_ask
    where outcome = 'complied' and plus_minutes(recorded_at, delay_minutes) < timestamp '2025-08-12'
) as chosen
inner join wave_account using (account_no)
where platform_rank <= case chosen.platform when 'whatsapp' then 8 else 28 end;

create macro between_days(first_day, day_count, key, salt) as
    least(
        date '2025-10-29', greatest(date '2025-08-16', first_day) + cast(floor(day_count * draw(key, salt)) as integer)
    );

insert into mirror_account by name
with drawn as (
    select
        *, cast(floor(20 * draw(mirror_no, 'disguise')) as integer) as disguise,
        cast(floor(10 * draw(mirror_no, 'name')) as integer) as name_disguise,
        cast(plus_minutes(recorded_at, delay_minutes) as date) as block_day,
        case when draw(mirror_no, 'moved') < 0.25
            then pick(mirror_no, 'platform', ['facebook', 'tiktok', 'telegram', 'x', 'youtube']) else platform end
            as new_platform
    from disguise_plan
    where getvariable('scenario') = 'look-alikes'
)
select
    5000 + mirror_no as account_no, account_no as predecessor_no, new_platform as platform,
    case when new_platform = platform then object_type when new_platform in ('telegram', 'youtube') then 'channel'
        else 'account' end as object_type,
    case
        when disguise <= 1 then translate(handle, 'aeopcyi', 'аеорсуі') -- Cyrillic
        when disguise = 2 then replace(translate(handle, 'ei', 'еі'), '_', '-')
        when disguise <= 4 then translate(handle, 'aoipv', 'αοιρν') -- Greek
        -- zero-width space, zero-width joiner, right-to-left mark
        when disguise <= 6
            then left(handle, 9) || chr(8203) || substr(handle, 10, 3) || chr(8205) || substr(handle, 13) || chr(8207)
        when disguise <= 8 then 'sample_' || second_word || '_' || first_word
        when disguise = 9 then first_word || '_' || second_word
        when disguise <= 11
            then handle || '_' || pick(mirror_no, 'added', ['official', 'tv', 'returns', 'press', 'daily', 'live'])
        when disguise <= 13 then translate(handle, 'aeiost_', '431057')
        when disguise = 14 then 'real.' || translate(handle, 'eo_', '30.') || '99'
        when disguise = 15 then left(handle, 10) || substr(handle, 12) -- a letter left out
        when disguise = 16 then left(handle, 9) || right(left(handle, 10), 1) || 'a' || substr(handle, 11)
        when disguise <= 18 then 'official_' || replace(handle, '_', '.') || '_2'
        else 'sample_' || reverse(second_word) || '_' || pick(mirror_no, 'word', ['moss', 'fjord', 'plum', 'zinc'])
    end as handle,
    case
        when name_disguise <= 2 then display_name
        when name_disguise = 3 then display_name || ' 2'
        when name_disguise = 4 then '✅ ' || display_name || ' (official)'
        when name_disguise = 5 then translate(display_name, 'aeopcS', 'аеорсЅ') || chr(8206)
        -- Urdu in Latin letters
        when name_disguise <= 7 then replace(replace(replace(replace(replace(replace(replace(replace(replace(replace(
            replace(display_name, 'نمونہ', 'Namoona'), 'فرضی', 'Farzi'), 'مثالی', 'Misaali'), 'چینل', 'Channel'),
            'صفحہ', 'Safha'), 'آواز', 'Awaaz'), 'خبرنامہ', 'Khabarnama'), 'پیغام', 'Paigham'), 'گروپ', 'Group'),
            'دریا', 'Darya'), 'چراغ', 'Chiragh')
        when name_disguise = 8 then array_to_string(list_reverse(string_split(display_name, ' ')), ' ')
        else 'Sample ' || pick(mirror_no, 'new name', ['Moss', 'Fjord', 'Plum', 'Zinc', 'Otter']) || ' ' || mirror_no
    end as display_name,
    case when draw(mirror_no, 'group') < 0.70 then claimed_group
        when draw(mirror_no, 'group') >= 0.85 then pick(mirror_no, 'other group', ['TTP', 'ISKP', 'BLA', 'BLF'])
    end as claimed_group,
    case when draw(mirror_no, 'uncounted') < 0.10 then 'missing' else follower_case end as follower_case,
    greatest(1, cast(follower_weight * case
        when draw(mirror_no, 'grown') < 0.70 then 0.02 + 0.5 * draw(mirror_no, 'share')
        else 0.6 + 1.6 * draw(mirror_no, 'share') end as bigint)) as follower_weight,
    between_days(block_day + 1, 70 * draw(mirror_no, 'haste'), mirror_no, 'return') as report_day
from drawn;
