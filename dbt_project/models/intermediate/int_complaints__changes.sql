-- No source says when a status changed, so it changed when the log learned of it; until then a complaint is under
-- investigation from the moment it came in, also when the first record of it already says otherwise.
with known as (
    select versions.*
    from {{ ref('int_complaints__versions') }} as versions
    where
        {{ is_known('versions') }}
        and versions.received_at <= {{ as_of() }}
),

statuses as (
    select
        complaint_id,
        platform_id,
        0 as version_number,
        'under_investigation' as status,
        received_at as started_at
    from known
    union all
    select
        known.complaint_id,
        known.platform_id,
        versions.version_number,
        versions.status,
        greatest(versions.recorded_at, known.received_at) as started_at
    from known
    inner join {{ ref('int_complaints__versions') }} as versions
        on known.complaint_id = versions.complaint_id
        and known.recorded_at >= versions.recorded_at
    where not versions.is_retracted
),

compared as (
    select
        *,
        lag(status) over (partition by complaint_id order by version_number) as status_before
    from statuses
)

select
    complaint_id,
    platform_id,
    status,
    started_at,
    lead(started_at) over (partition by complaint_id order by version_number) as ended_at,
    row_number() over (partition by complaint_id order by version_number) as change_number
from compared
where status is distinct from status_before
