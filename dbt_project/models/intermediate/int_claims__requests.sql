select
    dates.as_of_date,
    versions.request_id,
    versions.account_id,
    versions.platform_id,
    versions.is_takedown,
    versions.object_type,
    versions.followers_at_report,
    versions.reported_at,
    versions.recorded_at
from {{ ref('int_claims__dates') }} as dates
inner join {{ ref('int_requests__versions') }} as versions
    on {{ is_known('versions', 'dates.as_of') }}
    and versions.reported_at <= dates.as_of
where versions.is_takedown
