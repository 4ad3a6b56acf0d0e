select
    'every_review_is_of_a_candidate' as law_id,
    count(*) filter (where candidates.predecessor_account_id is null) as violation_count,
    count(*) as checked_count
from {{ ref('int_mirror_reviews__known') }} as reviews
left join {{ ref('int_mirrors__paired') }} as candidates
    on reviews.predecessor_account_id = candidates.predecessor_account_id
    and reviews.successor_account_id = candidates.successor_account_id
