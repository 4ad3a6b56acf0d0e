with pairs as (
    select
        asserted.claim_id,
        asserted.group_id,
        asserted.authority_id,
        {{ is_listed_by('listings', 'claims.as_of') }} as is_listed,
        {{ is_not_listed_by('listings', 'claims.as_of') }} as is_not_listed,
        {{ best_confidence('listings', '(listings.is_listed and listings.listed_by_date <= claims.as_of)') }}
            as listed_confidence,
        {{ best_confidence('listings', 'listings.designation_id is not null') }} as best_confidence
    from {{ ref('claim_designations') }} as asserted
    inner join {{ ref('official_claims') }} as claims on asserted.claim_id = claims.claim_id
    inner join {{ ref('int_claims__dates') }} as dates on claims.as_of = dates.as_of_date
    left join {{ ref('bridge_group_designation') }} as listings
        on asserted.group_id = listings.named_group_id
        and asserted.authority_id = listings.authority_id
    group by asserted.claim_id, asserted.group_id, asserted.authority_id, claims.as_of
),

stated as (
    select
        *,
        case when is_listed then 'listed' when is_not_listed then 'not_listed' else 'unknown' end as designation_state,
        coalesce(case when is_listed then listed_confidence end, best_confidence) as confidence
    from pairs
)

select
    claim_id,
    group_id,
    authority_id,
    designation_state,
    confidence,
    case
        when designation_state = 'not_listed' then concat('no listing found, ', confidence, ' confidence')
        when designation_state = 'listed' then concat('listed, ', confidence, ' confidence')
        when confidence is null then 'not in the register'
        when listed_confidence = 'low' then 'listed, but with low confidence only'
        when confidence = 'low' then 'no listing found, but with low confidence only'
        else 'may be listed, or listed later'
    end as finding
from stated
