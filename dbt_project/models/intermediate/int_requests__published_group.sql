select
    requests.request_id,
    case when cells.is_pair_named then requests.group_id else 'withheld' end as published_group_id
from {{ ref('int_requests__outcomes') }} as requests
inner join {{ ref('int_group_cells__withheld') }} as cells
    on {{ week_start(utc_date('requests.reported_at')) }} = cells.week_start_date
    and requests.group_id = cells.group_id
    and requests.platform_id = cells.platform_id
