select
    requests.request_id,
    requests.platform_id,
    requests.agency_id,
    published.published_group_id as group_id,
    requests.requested_action,
    coalesce(requests.legal_basis, 'none') as legal_basis,
    cast(date_trunc('month', {{ utc_date('requests.reported_at') }}) as date) as month_start_date
from {{ ref('int_requests__outcomes') }} as requests
inner join {{ ref('int_requests__published_group') }} as published on requests.request_id = published.request_id
