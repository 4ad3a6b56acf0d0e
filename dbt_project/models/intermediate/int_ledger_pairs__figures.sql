-- Parts that name the platform do not overlap; where a vintage has none, the split by reason over all requestors does.
with parts as (
    select
        publisher,
        report,
        vintage,
        country_code,
        period_start,
        period_end,
        platform_id,
        unit,
        measure,
        is_total,
        sum(value_low) as value_low,
        case when count(*) = count(value_high) then sum(value_high) end as value_high
    from {{ ref('int_published_figures__known') }}
    where
        product <> 'all'
        and not is_repeated
        and value_status <> 'not_applicable'
        and (not is_total or (requestor = 'all' and reason <> 'all'))
    group by
        publisher, report, vintage, country_code, period_start, period_end, platform_id, unit, measure, is_total
),

figures as (
    select 'platform' as scope, * from parts
    union all
    select
        'publisher' as scope,
        publisher,
        report,
        vintage,
        country_code,
        period_start,
        period_end,
        cast(null as varchar) as platform_id,
        unit,
        measure,
        false as is_total,
        value_low,
        value_high
    from {{ ref('int_published_totals__settled') }}
    where requestor = 'all' and not is_repeated
),

newest as (
    select
        *,
        row_number() over (
            partition by scope, publisher, report, country_code, period_start, period_end, platform_id, unit, measure
            order by vintage desc, is_total asc
        ) as vintage_number
    from figures
    where value_low is not null
),

pairs as (
    select
        *,
        count(*) over (partition by platform_id, government_measure, publisher, report, measure, unit) as measures_count
    from {{ ref('ledger_pairs') }}
)

select
    pairs.platform_id,
    pairs.government_measure,
    pairs.publisher,
    pairs.report,
    pairs.measure,
    pairs.unit,
    newest.country_code,
    newest.period_start,
    newest.period_end,
    sum(newest.value_low) as value_low,
    -- A measure that is not given may be anything, so nothing is the most that they make together.
    case when count(newest.value_high) = max(pairs.measures_count) then sum(newest.value_high) end as value_high
from pairs
inner join newest
    on
        pairs.publisher = newest.publisher
        and pairs.report = newest.report
        and pairs.unit = newest.unit
        and pairs.published_measure = newest.measure
        and pairs.scope = newest.scope
        and (pairs.scope = 'publisher' or pairs.platform_id = newest.platform_id)
where newest.vintage_number = 1
group by
    pairs.platform_id, pairs.government_measure, pairs.publisher, pairs.report, pairs.measure, pairs.unit,
    newest.country_code, newest.period_start, newest.period_end
