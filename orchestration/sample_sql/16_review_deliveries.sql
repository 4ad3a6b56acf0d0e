-- Which file each verdict arrives in, as a person writes it.
create table review_delivery as
with placed as (
    select
        *, case when version > 1 or review_no = 10 then '00-amendments'
            when recorded_at < timestamp '2025-10-01' then '2025-09' else '2025-10' end as delivery,
        row_number() over (order by recorded_at desc, review_no) as position
    from review_record
)
select * from placed
union all
-- one row again in a later file
select * replace ('2025-10' as delivery) from placed where review_no = 1;

-- Every file that some scenario writes: a sample replaces an earlier one by these names alone.
create table review_plan as
select * from (
    values
    ('mirror_reviews', '00-amendments', 'jsonl', null), ('mirror_reviews', '2025-09', 'csv', null),
    ('mirror_reviews', '2025-10', 'csv', null)
) as plan (source, delivery, file_format, quirk);

create view any_delivery as select * from delivery_plan union select * from review_plan;

insert into delivery_plan
from review_plan where delivery in (select delivery from review_delivery) order by delivery;

create macro mirror_reviews_rows(name, first_replica, last_replica) as table
select
    replica, position,
    format('RV-2025-{:03d}', review_no) || replica_tag('-R', replica) as review_id,
    -- a person writes a former name of the platform, and the handle with its @
    case when is_retracted then null when former.platform = 'x' then 'Twitter' else former_plan.label end
        as predecessor_platform,
    case when not is_retracted then if(former.platform = 'x', '@', '') || former.handle || replica_words('_', replica)
        end as predecessor_handle,
    case when not is_retracted then latter_plan.label end as successor_platform,
    case when not is_retracted then latter.handle || replica_words('_', replica) end as successor_handle,
    case when not is_retracted then verdict end as verdict,
    case when not is_retracted then iso_time(reviewed_at, true, replica) end as reviewed_at,
    iso_time(recorded_at, true, replica) as recorded_at,
    is_retracted
from review_delivery
inner join account as former on review_delivery.predecessor_no = former.account_no
inner join account as latter on review_delivery.successor_no = latter.account_no
inner join platform_plan as former_plan on former.platform = former_plan.platform
inner join platform_plan as latter_plan on latter.platform = latter_plan.platform
cross join range(first_replica, last_replica) as replicas (replica)
where delivery = name;
