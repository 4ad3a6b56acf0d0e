select
    platform as platform_label,
    handle as subject,
    account_id
from {{ source('raw', 'account_keys') }}
