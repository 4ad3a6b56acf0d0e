select
    reviews.review_id,
    reviews.recorded_at,
    {{ known_superseded_at('reviews') }} as superseded_at,
    reviews.is_retracted,
    reviews.predecessor_account_id,
    reviews.successor_account_id,
    reviews.verdict,
    reviews.reviewed_at
from {{ ref('int_mirror_reviews__versions') }} as reviews
where
    reviews.recorded_at <= {{ as_of() }}
    -- A retraction of what was never delivered is about nothing.
    and reviews.predecessor_account_id is not null
    and reviews.successor_account_id is not null
    and reviews.verdict is not null
    and reviews.reviewed_at is not null
