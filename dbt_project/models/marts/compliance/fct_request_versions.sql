select
    versions.request_id,
    versions.recorded_at,
    {{ known_superseded_at('versions') }} as superseded_at,
    versions.is_retracted,
    versions.batch_ref,
    versions.account_id,
    versions.platform_id,
    versions.agency_id,
    versions.group_id,
    versions.named_group_id,
    versions.legal_basis,
    versions.requested_action,
    versions.is_takedown,
    versions.object_type,
    versions.channel,
    versions.followers_at_report,
    versions.reported_at
from {{ ref('int_requests__versions') }} as versions
where versions.recorded_at <= {{ as_of() }}
