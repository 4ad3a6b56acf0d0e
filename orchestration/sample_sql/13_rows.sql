-- The columns of MODEL section 2, repeated for replicas first_replica to last_replica - 1.
create macro requests_rows(name, first_replica, last_replica) as table
select
    replica, position,
    format('RQ-2025-{:05d}', ask_no) || replica_tag('-R', replica) as request_id,
    batch_ref || replica_tag('-R', replica) as batch_ref,
    agency, platform_label as platform, object_type,
    case when platform_label = 'Twitter' then '@' else '' end || handle || replica_words('_', replica) as handle,
    display_name || replica_words(' ', replica) as display_name,
    'https://' || request_delivery.platform || '.example.org/' || url_encode(handle) || replica_words('_', replica)
        as url,
    claimed_group, legal_basis, requested_action, channel, followers_at_report,
    iso_time(reported_at, agency <> 'PTA', replica) as reported_at,
    iso_time(recorded_at, agency <> 'PTA', replica) as recorded_at,
    is_retracted
from request_delivery
cross join range(first_replica, last_replica) as replicas (replica)
where delivery = name;

create macro responses_rows(name, first_replica, last_replica) as table
select
    replica, position,
    format('RS-2025-{:05d}', response_no) || replica_tag('-R', replica) as response_id,
    request_id || replica_tag('-R', replica) as request_id,
    platform_label as platform, event_type,
    iso_time(event_at, false, replica) as event_at,
    iso_time(recorded_at, true, replica) as recorded_at,
    followers_at_action, reason,
    reference || replica_tag('-', replica) as reference,
    is_retracted
from response_delivery
cross join range(first_replica, last_replica) as replicas (replica)
where delivery = name;

create macro account_checks_rows(name, first_replica, last_replica) as table
select
    replica, position,
    format('CK-2025-{:06d}', check_no) || replica_tag('-R', replica) as check_id,
    label as platform,
    -- some people who check write handles in capitals
    case when is_in_capitals then upper(handle) else handle end || replica_words('_', replica) as handle,
    'https://' || check_delivery.platform || '.example.org/' || url_encode(handle) || replica_words('_', replica)
        as url,
    iso_time(checked_at, false, replica) as checked_at,
    iso_time(recorded_at, false, replica) as recorded_at,
    status, followers
from check_delivery
inner join platform_plan on check_delivery.platform = platform_plan.platform
cross join range(first_replica, last_replica) as replicas (replica)
where delivery = name;

create macro complaints_rows(name, first_replica, last_replica) as table
select
    replica, position,
    format('CP-2025-{:05d}', complaint_no) || replica_tag('-R', replica) as complaint_id,
    iso_time(received_at, true, replica) as received_at,
    iso_time(recorded_at, true, replica) as recorded_at,
    intake_channel, label as platform, claimed_group, status,
    format('RQ-2025-{:05d}', ask_no) || replica_tag('-R', replica) as request_id,
    is_retracted
from complaint_delivery
inner join platform_plan on complaint_delivery.platform = platform_plan.platform
cross join range(first_replica, last_replica) as replicas (replica)
where delivery = name;
