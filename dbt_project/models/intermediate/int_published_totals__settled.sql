-- The parts make the total where each of them has a number. Where one is blank, the publisher's own total stands.
with gathered as (
    select
        *,
        parts_low is not null and blank_count = 0 as is_summable,
        -- Requestors of whom only totals are published, beside others of whom there are parts: the whole, split again.
        requestor <> 'all' and parts_count = 0 and max(case when requestor <> 'all' then parts_count end) over (
            partition by publisher, report, vintage, country_code, period_start, period_end, unit, measure
        ) > 0 as is_other_split
    from {{ ref('int_published_totals__gathered') }}
),

judged as (
    select
        *,
        own_low is not null and (
            not is_summable or (parts_count = 1 and own_low = parts_low and own_high = parts_high)
        ) as is_own
    from gathered
)

select
    publisher,
    report,
    vintage,
    country_code,
    period_start,
    period_end,
    requestor,
    unit,
    measure,
    case when is_own then own_low else parts_low end as value_low,
    -- With a part unknown, the others together are the least that it can be, and nothing is the most.
    case when is_own then own_high when is_summable then parts_high end as value_high,
    case when is_own then 'published_total' else 'sum_of_parts' end as basis,
    cast(blank_count as bigint) as blank_count,
    is_own or is_summable as is_complete,
    case when is_own then is_own_repeated else has_repeated_parts end as is_repeated,
    is_other_split,
    own_low as published_total_low,
    own_high as published_total_high
from judged
where parts_count > 0 or is_own
