-- As in int_claims__counted: the query that shows a number is written beside it, from the same rule.
{%- set date -%}date ''', cast(claims.as_of as varchar), '''{%- endset %}
select
    claims.claim_id,
    cast(count(*) as double) as asserted_count,
    cast(count(*) filter (where pairs.designation_state = 'listed') as double) as computed_low,
    cast(count(*) filter (where pairs.designation_state <> 'not_listed') as double) as computed_high,
    {{ sorted_list("case when pairs.designation_state = 'not_listed' then pairs.pair_name end") }} as not_listed_pairs,
    {{ sorted_list("case when pairs.designation_state = 'unknown' then pairs.pair_name end") }} as unknown_pairs,
    concat(
        'with asserted (group_id, authority_id) as (
values ',
        replace({{ sorted_list("concat('(''', pairs.group_id, ''', ''', pairs.authority_id, ''')')") }}, ';', ','),
        '
), pairs as (
select
    {{ is_listed_by("listings", date) }} as is_listed,
    {{ is_not_listed_by("listings", date) }} as is_not_listed
from asserted
left join marts.bridge_group_designation as listings
    on asserted.group_id = listings.named_group_id and asserted.authority_id = listings.authority_id
group by asserted.group_id, asserted.authority_id
)
select cast(count(*) filter (where is_listed) as double) as computed_low,
cast(count(*) filter (where is_listed or not is_not_listed) as double) as computed_high from pairs'
    ) as evidence_query
from {{ ref('official_claims') }} as claims
inner join {{ ref('int_claims__designations') }} as pairs on claims.claim_id = pairs.claim_id
group by claims.claim_id, claims.as_of
