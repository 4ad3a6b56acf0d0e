select
    as_of,
    ran_at
from {{ source('raw', 'clock') }}
