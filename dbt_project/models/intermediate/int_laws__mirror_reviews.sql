select
    'every_review_is_of_a_candidate' as law_id,
    count(*) filter (where candidates.predecessor_account_id is null) as violation_count,
    count(*) as checked_count
from {{ ref('int_mirror_reviews__known') }} as reviews
left join {{ ref('int_mirrors__paired') }} as candidates
    on reviews.predecessor_account_id = candidates.predecessor_account_id
    and reviews.successor_account_id = candidates.successor_account_id
union all
select
    'no_review_before_its_successor' as law_id,
    count(*) filter (where reviews.reviewed_at < successors.first_reported_at) as violation_count,
    count(*) as checked_count
from {{ ref('int_mirror_reviews__known') }} as reviews
inner join {{ ref('int_accounts__requested') }} as successors
    on reviews.successor_account_id = successors.account_id
