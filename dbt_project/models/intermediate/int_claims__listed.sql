-- As in int_claims__counted: the query that shows a number is written beside it, from the same rule.
{%- set date -%}date ''', cast(claims.as_of as varchar), '''{%- endset %}
{%- set is_listed = is_listed_by('listings', '[date]') | replace("'", "''") | replace('[date]', date) %}
{%- set is_not_listed = is_not_listed_by('listings', '[date]') | replace("'", "''") | replace('[date]', date) %}
with findings as (
    select
        claim_id,
        designation_state,
        concat(
            upper(group_id), ' by ', replace({{ sorted_list('upper(authority_id)') }}, '; ', ' and '), ': ', finding
        ) as finding
    from {{ ref('int_claims__designations') }}
    group by claim_id, group_id, designation_state, finding
),

said as (
    select
        claim_id,
        {{ sorted_list("case when designation_state = 'not_listed' then finding end") }} as not_listed_pairs,
        {{ sorted_list("case when designation_state = 'unknown' then finding end") }} as unknown_pairs
    from findings
    group by claim_id
)

select
    claims.claim_id,
    cast(count(*) as double) as asserted_count,
    cast(count(*) filter (where pairs.designation_state = 'listed') as double) as computed_low,
    cast(count(*) filter (where pairs.designation_state <> 'not_listed') as double) as computed_high,
    said.not_listed_pairs,
    said.unknown_pairs,
    case
        when bool_or(pairs.designation_state = 'listed' and pairs.confidence = 'medium') then 'medium'
        when bool_or(pairs.designation_state = 'listed') then 'high'
    end as listed_confidence,
    concat(
        'with asserted (group_id, authority_id) as (
values ',
        replace({{ sorted_list("concat('(''', pairs.group_id, ''', ''', pairs.authority_id, ''')')") }}, ';', ','),
        '
), pairs as (
select
    {{ is_listed }} as is_listed,
    {{ is_not_listed }} as is_not_listed
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
inner join said on claims.claim_id = said.claim_id
group by claims.claim_id, claims.as_of, said.not_listed_pairs, said.unknown_pairs
