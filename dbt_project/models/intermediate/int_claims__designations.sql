with pairs as (
    select
        asserted.claim_id,
        asserted.group_id,
        asserted.authority_id,
        {{ is_listed_by('listings', 'claims.as_of') }} as is_listed,
        {{ is_not_listed_by('listings', 'claims.as_of') }} as is_not_listed
    from {{ ref('claim_designations') }} as asserted
    inner join {{ ref('official_claims') }} as claims on asserted.claim_id = claims.claim_id
    inner join {{ ref('int_claims__dates') }} as dates on claims.as_of = dates.as_of_date
    left join {{ ref('bridge_group_designation') }} as listings
        on asserted.group_id = listings.named_group_id
        and asserted.authority_id = listings.authority_id
    group by asserted.claim_id, asserted.group_id, asserted.authority_id, claims.as_of
)

select
    claim_id,
    group_id,
    authority_id,
    case when is_listed then 'listed' when is_not_listed then 'not_listed' else 'unknown' end as designation_state,
    concat(upper(group_id), ' by ', upper(authority_id)) as pair_name
from pairs
