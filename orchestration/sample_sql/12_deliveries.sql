-- Which file each record arrives in. Names say when a file was written up, not in which order its records were made:
-- the amendments, recorded last, sort first.
create table delivery_plan as
select * from (
    values
    ('requests', '00-amendments', 'jsonl', null), ('requests', '2025-04', 'csv', 'byte order mark'),
    ('requests', '2025-05', 'csv', 'carriage returns'), ('requests', '2025-06', 'csv', null),
    ('requests', '2025-06-again', 'csv', null), ('requests', '2025-07', 'parquet', null),
    ('requests', '2025-08', 'parquet', null), ('requests', '2025-09', 'parquet', null),
    ('requests', '2025-10', 'parquet', null),
    ('responses', '00-amendments', 'csv', null), ('responses', '2025-q2', 'csv', null),
    ('responses', '2025-q2-again', 'jsonl', null), ('responses', 'whatsapp', 'jsonl', null),
    ('responses', '2025-07', 'parquet', null), ('responses', '2025-08', 'parquet', null),
    ('responses', '2025-09', 'parquet', null), ('responses', '2025-10', 'parquet', null),
    ('account_checks', '2025-06', 'csv', null), ('account_checks', '2025-07', 'parquet', null),
    ('account_checks', '2025-08', 'parquet', null), ('account_checks', '2025-09', 'parquet', null),
    ('account_checks', '2025-10', 'parquet', null),
    ('complaints', '00-status-changes', 'csv', 'carriage returns'), ('complaints', 'walk-in', 'jsonl', null),
    ('complaints', 'intake', 'parquet', null)
) as plan (source, delivery, file_format, quirk);

-- position: the order of the rows within a file.
create table request_delivery as
with placed as (
    select *, case when version > 1 then '00-amendments' else strftime(recorded_at, '%Y-%m') end as delivery
    from request_record
), numbered as (
    select *, row_number() over (partition by delivery order by recorded_at, ask_no) as position from placed
)
select * from numbered
union all
-- the same rows again in another file, the last first
select * replace ('2025-06-again' as delivery, -position as position) from numbered
where delivery = '2025-06' and position % 3 = 1
union all
-- one row twice within a file
select * from numbered where delivery in ('2025-06', '2025-08') and position = 10;

create table response_delivery as
with placed as (
    select
        *, case
            when version > 1 then '00-amendments'
            when platform = 'whatsapp' then 'whatsapp'
            when recorded_at < timestamp '2025-07-01' then '2025-q2'
            else strftime(recorded_at, '%Y-%m')
        end as delivery
    from response_record
), numbered as (
    -- newest first, as an e-mail folder is exported
    select *, row_number() over (partition by delivery order by recorded_at desc, response_no) as position from placed
)
select * from numbered
union all
select * replace ('2025-q2-again' as delivery) from numbered where delivery = '2025-q2' and position % 4 = 1
union all
select * from numbered where delivery in ('2025-q2', '2025-08') and position = 5;

create table check_delivery as
select
    *, strftime(recorded_at, '%Y-%m') as delivery, row_number() over (order by recorded_at, check_no) as position
from account_check;

create table complaint_delivery as
select
    *, case when version > 1 then '00-status-changes' when intake_channel = 'walk_in' then 'walk-in' else 'intake' end
        as delivery,
    row_number() over (order by recorded_at, complaint_no, version) as position
from complaint_record;
