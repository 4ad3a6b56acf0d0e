select
    'un_designations_stand_in_the_list' as law_id,
    count(*) filter (where not is_corroborated) as violation_count,
    count(is_corroborated) as checked_count
from {{ ref('int_designations__corroborated') }}
