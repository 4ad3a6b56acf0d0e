-- What the figures must add up to (MODEL section 5), and how each platform behaves.
-- july, august: accounts reported as of 2025-07-25 and 2025-08-15. The outcomes are those known on 2025-08-15;
-- what they leave over is pending.
create table platform_plan as
select * from (
    values
    ('facebook', 'Facebook', 102, 180, 165, 3, 2, 2, 1, 1, 2, 38, 30, 0.20, 0.60, 0.8, 0.60,
        ['account', 'page', 'group']),
    ('tiktok', 'TikTok', 79, 140, 128, 2, 1, 1, 1, 1, 1, 34, 26, 0.10, 0.60, 0.8, 0.50, ['account']),
    ('instagram', 'Instagram', 34, 60, 54, 1, 1, 1, 0, 1, 1, 18, 40, 0.20, 0.60, 0.8, 0.50, ['account']),
    ('telegram', 'Telegram', 48, 85, 78, 1, 1, 0, 1, 1, 1, 22, 60, 0.25, 0.50, 0.0, 0.40,
        ['channel', 'channel', 'group']),
    ('x', 'X', 169, 300, 84, 32, 6, 1, 3, 4, 3, 52, 400, 0.50, 0.10, 0.7, 0.08, ['account']),
    ('whatsapp', 'WhatsApp', 49, 87, 24, 4, 0, 0, 1, 2, 1, 18, 300, 0.00, 0.08, 0.0, 0.05,
        ['account', 'group', 'channel']),
    ('youtube', 'YouTube', 0, 0, 0, 0, 0, 0, 0, 0, 0, 42, 72, 0.30, 0.50, 0.8, 0.60, ['channel', 'channel', 'video'])
) as plan (
    platform, label, july, august, complied, declined, partial, reversed, already_removed, not_found,
    late, autumn, median_hours, geo_share, later_share, received_share, acknowledged_share, object_types
);

-- One row per decided request of each platform: slot n goes to the request of rank n.
create table outcome_slot as
select platform, outcome, row_number() over (partition by platform order by outcome_order, nth) as slot
from (
    select platform, outcome, outcome_order, unnest(range(request_count)) as nth
    from (
        select platform, unnest([
            {'outcome': 'complied', 'outcome_order': 1, 'request_count': complied},
            {'outcome': 'declined', 'outcome_order': 2, 'request_count': declined},
            {'outcome': 'partial', 'outcome_order': 3, 'request_count': partial},
            {'outcome': 'reversed', 'outcome_order': 4, 'request_count': reversed},
            {'outcome': 'already_removed', 'outcome_order': 5, 'request_count': already_removed},
            {'outcome': 'not_found', 'outcome_order': 6, 'request_count': not_found}
        ], recursive := true)
        from platform_plan
    )
);

-- Waves of first reports. A growth below 1 crowds the reports towards the end of the wave.
-- late: reported by 15 August, recorded after it. void: recorded in July and withdrawn in July.
create table wave_plan as
select platform, 'july' as wave, july as wave_size, date '2025-04-01' as first_day, 115 as day_span, 0.5 as growth
from platform_plan
union all
select platform, 'august', august - july, date '2025-07-26', 20, 0.9 from platform_plan
union all
select platform, 'late', late, date '2025-08-12', 3, 1.0 from platform_plan
union all
select platform, 'autumn', autumn, date '2025-08-16', 76, 1.0 from platform_plan
union all
select platform, 'void', 2, date '2025-07-02', 4, 1.0 from platform_plan where platform in ('facebook', 'x');
