select
    'every_published_label_is_known' as law_id,
    count(*) filter (where not is_named) as violation_count,
    count(*) as checked_count
from {{ ref('int_published_figures__named') }}
