select
    event_type,
    object_type,
    outcome
from {{ ref('event_outcomes') }}
