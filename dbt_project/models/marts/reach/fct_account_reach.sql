select
    account_id,
    platform_id,
    observed_at,
    followers,
    status,
    observation_source,
    observation_id
from {{ ref('int_accounts__observations') }}
