with logs as (
    select coalesce(bool_or(is_synthetic), false) as is_synthetic from {{ ref('stg_warehouse__batches') }}
),

scored as (
    select
        claims.*,
        dates.as_of_date is not null as is_past,
        coalesce(claims.value_low, listed.asserted_count) as claimed_low,
        coalesce(claims.value_high, listed.asserted_count) as claimed_high,
        coalesce(counted.computed_low, listed.computed_low) as computed_low,
        coalesce(counted.computed_high, listed.computed_high) as computed_high,
        coalesce(counted.is_least, false) as is_least,
        listed.not_listed_pairs,
        listed.unknown_pairs,
        listed.listed_confidence,
        counted.not_complied_count,
        case
            when listed.claim_id is not null then 'designations'
            when counted.computed_low is null then 'none'
            when logs.is_synthetic then 'synthetic_sample'
            else 'request_log'
        end as basis,
        coalesce(
            counted.evidence_query, listed.evidence_query,
            'select cast(null as double) as computed_low, cast(null as double) as computed_high'
        ) as evidence_query
    from {{ ref('official_claims') }} as claims
    cross join logs
    left join {{ ref('int_claims__dates') }} as dates on claims.as_of = dates.as_of_date
    left join {{ ref('int_claims__counted') }} as counted on claims.claim_id = counted.claim_id
    left join {{ ref('int_claims__listed') }} as listed on claims.claim_id = listed.claim_id
),

judged as (
    select
        *,
        case
            when computed_low is null or claimed_low is null then 'undetermined'
            when computed_high < claimed_low or computed_low > claimed_high then 'contradicted'
            when computed_low >= claimed_low
                and (claimed_high is null or computed_high <= claimed_high) then 'supported'
            else 'undetermined'
        end as verdict,
        case basis
            when 'designations' then 'The register of designations lists '
            when 'synthetic_sample' then 'The SYNTHETIC sample, no real log, gives '
            when 'request_log' then 'The request log gives '
        end as subject,
        {{ interval_words('metric', 'claimed_low', upper_end('metric', 'claimed_high')) }} as claimed_words,
        {{ interval_words('metric', 'computed_low', 'computed_high') }} as computed_words
    from scored
)

select
    claim_id,
    document,
    published_on,
    as_of as as_of_date,
    speaker,
    statement,
    phrase,
    metric,
    platforms,
    unit,
    qualifier,
    claimed_low,
    claimed_high,
    computed_low,
    computed_high,
    verdict,
    case
        when not is_past
            then concat('The claim is as of ', cast(as_of as varchar), ', which this build does not reach.')
        when metric = 'event_date' then 'The claim is a date, and no released table holds meetings: what is known on '
            || 'the day itself could not show that it happened on another.'
        when computed_low is null then concat(
            'There is nothing to compute it from: no ', unit, ' is recorded for it as of ', cast(as_of as varchar),
            case unit when 'follower' then ', or of too few accounts to be told.' else '.' end)
        when basis = 'designations' then concat(
            subject, computed_words, ' of the ', claimed_words, ' listings claimed as of ', cast(as_of as varchar),
            coalesce('. ' || not_listed_pairs, ''), coalesce('. ' || unknown_pairs, ''), '.',
            case when verdict = 'supported' then concat(' Least sure: ', listed_confidence, ' confidence.') else '' end
        )
        when claimed_low is null then concat('No number is claimed, so none can be tested; ',
            replace(subject, 'The ', 'the '), computed_words, '.')
        else concat(
            subject, computed_words, case verdict
                when 'supported' then ', inside the claimed '
                when 'contradicted' then ', outside the claimed '
                else ', only in part inside the claimed '
            end, claimed_words, '.',
            case when is_least then ' Who is reported has been identified; who else has is not recorded.' else '' end,
            {{ pending_words('not_complied_count', 'computed_low') }}
        )
    end as verdict_reason,
    basis,
    note,
    evidence_query
from judged
