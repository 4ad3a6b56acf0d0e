select
    platform_id,
    platform_name,
    former_names,
    operator,
    local_office,
    access_status
from {{ ref('platforms') }}
