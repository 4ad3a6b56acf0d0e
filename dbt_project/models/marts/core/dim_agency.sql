select
    agency_id,
    agency_name,
    full_name,
    country_code,
    predecessor_agency_id,
    valid_from,
    valid_to
from {{ ref('agencies') }}
