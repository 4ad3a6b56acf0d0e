select
    requests.request_id,
    requests.batch_ref,
    keys.account_id,
    platforms.platform_id,
    agencies.agency_id,
    case when requests.group_label is null then 'unattributed'
        else coalesce(named_groups.parent_group_id, named_groups.group_id) end as group_id,
    case when requests.group_label is null then 'unattributed'
        else named_groups.group_id end as named_group_id,
    legal_bases.legal_basis_id as legal_basis,
    requests.requested_action,
    requests.requested_action in ('suspend', 'restrict') as is_takedown,
    requests.object_type,
    requests.channel,
    requests.followers_at_report,
    requests.reported_at,
    requests.recorded_at,
    lead(requests.recorded_at) over (
        partition by requests.request_id order by requests.recorded_at
    ) as superseded_at,
    requests.is_retracted,
    requests.has_conflict,
    requests.platform_label,
    requests.agency_label,
    requests.group_label,
    requests.legal_basis_label
from {{ ref('stg_takedown_log__requests') }} as requests
left join {{ ref('platform_labels') }} as platforms
    on lower(trim(requests.platform_label)) = platforms.label
left join {{ ref('agency_labels') }} as agencies
    on lower(trim(requests.agency_label)) = agencies.label
left join {{ ref('group_labels') }} as group_labels
    on lower(trim(requests.group_label)) = group_labels.label
left join {{ ref('groups') }} as named_groups
    on group_labels.group_id = named_groups.group_id
left join {{ ref('legal_bases') }} as legal_bases
    on lower(trim(requests.legal_basis_label)) = legal_bases.label
left join {{ ref('stg_warehouse__account_keys') }} as keys
    on requests.platform_label = keys.platform_label
    and coalesce(nullif(trim(requests.handle), ''), requests.url) = keys.subject
