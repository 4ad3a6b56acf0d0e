select
    versions.complaint_id,
    versions.recorded_at,
    {{ known_superseded_at('versions') }} as superseded_at,
    versions.is_retracted,
    versions.platform_id,
    versions.status,
    versions.received_at
from {{ ref('int_complaints__versions') }} as versions
where versions.recorded_at <= {{ as_of() }}
