-- One row per account of the waves. The two words are a one-to-one function of the number: no two handles agree.
create table wave_account as
with numbered as (
    select
        row_number() over (order by wave_plan.first_day, wave, platform, wave_no) as account_no,
        platform, wave, wave_no, wave_size, first_day, day_span, growth
    from wave_plan
    cross join lateral unnest(range(1, wave_size + 1)) as t (wave_no)
), worded as (
    select *,
        ['river', 'cedar', 'amber', 'meadow', 'copper', 'lantern', 'winter', 'saffron', 'pebble', 'harbour',
         'willow', 'indigo', 'thistle', 'canyon', 'marble', 'orchard', 'velvet', 'granite', 'clover', 'ember',
         'juniper', 'cobalt', 'prairie', 'walnut', 'glacier', 'barley', 'crimson', 'lagoon', 'mustard', 'quartz',
         'sandal', 'tundra', 'apricot', 'basalt', 'citrus', 'dune', 'fennel', 'garnet', 'hazel', 'ivory'
        ][1 + (account_no * 7919) % 40] as first_word,
        ['kite', 'stone', 'path', 'cloud', 'drum', 'bridge', 'lamp', 'field', 'spoon', 'tower',
         'wheel', 'anchor', 'button', 'candle', 'ladder', 'mirror', 'needle', 'paper', 'ribbon', 'shelf',
         'teapot', 'umbrella', 'violin', 'window', 'basket', 'carpet', 'door', 'engine', 'fountain', 'glove',
         'hammer', 'island', 'jacket', 'kettle', 'loom', 'magnet', 'notebook', 'oven', 'pencil', 'quilt'
        ][1 + ((account_no * 7919) // 40) % 40] as second_word
    from numbered
)
select
    account_no, platform, wave, wave_no, wave_size, first_day, day_span, growth,
    case
        when wave = 'july' and platform = 'tiktok' and wave_no = 7 then 'sample_🔥_' || second_word
        else 'sample_' || first_word || '_' || second_word
    end as handle,
    case
        -- a line break inside a value, as web forms let through
        when wave = 'july' and platform = 'facebook' and wave_no = 50
            then 'Sample ' || first_word || chr(10) || '"second page", ' || second_word
        -- names that many have
        when getvariable('scenario') = 'look-alikes' and draw(account_no, 'common name') < 0.08
            then pick(account_no, 'common', ['Sample Media', 'Sample News', 'Sample Voice', 'نمونہ خبرنامہ'])
        when draw(account_no, 'urdu') < 0.35
            then pick(account_no, 'urdu first', ['نمونہ', 'فرضی', 'مثالی'])
                || ' ' || pick(account_no, 'urdu second', [
                    'چینل', 'صفحہ', 'آواز', 'خبرنامہ', 'پیغام', 'گروپ', 'دریا', 'چراغ'])
                || ' ' || account_no
        else 'Sample ' || upper(first_word[1]) || first_word[2:] || ' ' || upper(second_word[1]) || second_word[2:]
            || pick(account_no, 'ending', ['', '', ' Media', ' Channel', ' Updates', ' Voice'])
    end as display_name,
    case
        when wave = 'autumn' and draw(account_no, 'post') < 0.12
            then case when platform in ('facebook', 'instagram', 'x') then 'post' else object_types[1] end
        else pick(account_no, 'object type', object_types)
    end as object_type,
    case
        when draw(account_no, 'group') < 0.40 then pick(account_no, 'label', [
            'TTP', 'TTP', 'TTP', 'TTP', 'TTP', 'Tehreek-e-Taliban Pakistan'])
        when draw(account_no, 'group') < 0.60 then pick(account_no, 'label', ['ISKP', 'ISKP', 'ISKP', 'ISIL-K'])
        when draw(account_no, 'group') < 0.84 then pick(account_no, 'label', ['BLA', 'BLA', 'BLA', 'Majeed Brigade'])
        when draw(account_no, 'group') < 0.98 then 'BLF'
    end as claimed_group,
    case
        when wave = 'july' and wave_no = 5 and platform in ('x', 'tiktok') then 'zero'
        when wave = 'july' and wave_no = 6 then 'missing'
        when platform = 'whatsapp' and pick(account_no, 'object type', object_types) = 'account' then 'missing'
        when draw(account_no, 'follower count') < 0.015 then 'missing'
        else 'known'
    end as follower_case,
    cast(1000 * tail(account_no, 'followers') as bigint) as follower_weight
from worded
inner join platform_plan using (platform);
