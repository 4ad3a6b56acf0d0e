select
    predecessor_account_id,
    successor_account_id,
    handle_level,
    handle_weight,
    display_name_level,
    display_name_weight,
    followers_level,
    followers_weight
from {{ ref('stg_warehouse__mirror_evidence') }}
