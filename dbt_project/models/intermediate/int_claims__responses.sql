select
    dates.as_of_date,
    versions.response_id,
    versions.request_id,
    versions.event_type,
    versions.is_automatic,
    versions.event_at,
    versions.recorded_at,
    versions.followers_at_action
from {{ ref('int_claims__dates') }} as dates
inner join {{ ref('int_responses__versions') }} as versions
    on {{ is_known('versions', 'dates.as_of') }}
    and versions.event_at <= dates.as_of
