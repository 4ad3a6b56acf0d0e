-- The query that shows a number is written here beside the number, from the same measures; a test runs every one.
{%- set released = 'marts.fct_compliance_at_claims' -%}
{%- set from_where -%}
from {{ released }}
where as_of_date = date ''', cast(claims.as_of as varchar),
''' and platform_id in (''', replace(claims.platforms, ';', ''', '''), ''')
{%- endset -%}
{%- set rate = ratio("sum(', claims.part_column, ')", "sum(', claims.whole_column, ')") %}
with claims as (
    select
        claims.*,
        length(claims.platforms) - length(replace(claims.platforms, ';', '')) + 1 as platforms_count,
        {{ claim_measure('column', ["'", "'"]) }} as part_column,
        coalesce({{ claim_measure('upper', ["'", "'"]) }}, {{ claim_measure('column', ["'", "'"]) }}) as upper_column,
        {{ claim_measure('whole', ["'", "'"]) }} as whole_column,
        coalesce({{ claim_measure('is_least', ['', '']) }}, false) as is_least
    from {{ ref('official_claims') }} as claims
),

measured as (
    select
        claims.claim_id,
        counts.platform_id,
        {{ claim_measure('column', ['counts.', '']) }} as part,
        coalesce({{ claim_measure('upper', ['counts.', '']) }}, {{ claim_measure('column', ['counts.', '']) }})
            as upper,
        {{ claim_measure('whole', ['counts.', '']) }} as whole,
        {{ claim_not_complied() }} as not_complied
    from claims
    inner join {{ ref('fct_compliance_at_claims') }} as counts
        on claims.as_of = counts.as_of_date
        and concat(';', claims.platforms, ';') like concat('%;', counts.platform_id, ';%')
),

-- Each platform's own, and (platform_id NULL) all of them pooled: where a claim does not say which, both are meant.
readings as (
    select
        claim_id,
        platform_id,
        count(part) as platforms_count,
        cast(sum(part) as double) as pooled_count,
        cast(sum(upper) as double) as pooled_upper_count,
        cast(sum(not_complied) as double) as not_complied_count,
        {{ ratio('sum(part)', 'sum(whole)') }} as rate
    from measured
    group by grouping sets ((claim_id, platform_id), (claim_id))
),

computed as (
    select
        claims.claim_id,
        case when max(readings.platforms_count) = max(claims.platforms_count) then
            case when max(claims.whole_column) is null
                then max(case when readings.platform_id is null then readings.pooled_count end)
                when count(*) = count(readings.rate) then min(readings.rate) end
        end as computed_low,
        case when max(readings.platforms_count) = max(claims.platforms_count) and not bool_or(claims.is_least) then
            case when max(claims.whole_column) is null
                then max(case when readings.platform_id is null then readings.pooled_upper_count end)
                when count(*) = count(readings.rate) then max(readings.rate) end
        end as computed_high,
        max(case when readings.platform_id is null then readings.not_complied_count end) as not_complied_count
    from claims
    inner join readings on claims.claim_id = readings.claim_id
    group by claims.claim_id
)

select
    claims.claim_id,
    claims.is_least,
    computed.computed_low,
    computed.computed_high,
    case when computed.computed_low is not null then computed.not_complied_count end as not_complied_count,
    case when claims.whole_column is null then concat(
        'select case when is_complete then part end as computed_low, ',
        case when claims.is_least then 'cast(null as double)' else 'case when is_complete then upper end' end,
        ' as computed_high from (
select cast(sum(', claims.part_column, ') as double) as part, cast(sum(', claims.upper_column, ') as double) as upper,
count(', claims.part_column, ') = ', cast(claims.platforms_count as varchar), ' as is_complete
{{ from_where }}
) as counted'
    ) else concat(
        'with readings as (
select count(', claims.part_column, ') as platforms_count, ',
        '{{ rate }} as rate',
        '
{{ from_where }}
group by grouping sets ((platform_id), ())
), checked as (
select *, max(platforms_count) over () = ', cast(claims.platforms_count as varchar),
        ' and count(*) over () = count(rate) over () as is_complete from readings
)
select min(case when is_complete then rate end) as computed_low,
max(case when is_complete then rate end) as computed_high from checked'
    ) end as evidence_query
from claims
left join computed on claims.claim_id = computed.claim_id
where claims.part_column is not null
