select
    complaints.complaint_id,
    case when coalesce(trim(complaints.platform_label), '') = '' then 'unknown' else platforms.platform_id
        end as platform_id,
    complaints.status,
    complaints.received_at,
    complaints.recorded_at,
    lead(complaints.recorded_at) over (
        partition by complaints.complaint_id order by complaints.recorded_at
    ) as superseded_at,
    complaints.is_retracted,
    row_number() over (
        partition by complaints.complaint_id order by complaints.recorded_at
    ) as version_number
from {{ ref('stg_takedown_log__complaints') }} as complaints
left join {{ ref('platform_labels') }} as platforms
    on lower(trim(complaints.platform_label)) = platforms.label
