{%- set row = [
    'publisher', 'report', 'country_code', 'period_start', 'period_end', 'platform_id', 'product', 'unit', 'measure',
    'new_vintage', 'old_vintage'
] -%}
-- What one reason loses and another one beside it gains, to the same number; and what a requestor that is left out
-- had, and another one gains.
with steps as (
    select
        {{ row | join(', ') }},
        requestor,
        reason,
        comparison,
        case when comparison = 'left_out' then 0 - old_value_low else new_value_low - old_value_low end as step
    from {{ ref('int_restatements__changed') }}
    where comparison <> 'total' and old_value_low = old_value_high and coalesce(new_value_low = new_value_high, true)
    union all
    select
        {{ row | join(', ') }},
        requestor,
        reason,
        side as comparison,
        value_low as step
    from {{ ref('int_restatements__one_sided') }}
    where side = 'added' and value_low = value_high
),

counts as (
    select *
    from steps
    where step is not null and measure not like '%percent' and measure not like '%rate'
),

matched as (
    select
        {{ 'own.' ~ row | join(', own.') }},
        own.requestor,
        own.reason,
        own.comparison,
        own.reason <> other.reason as is_of_reasons
    from counts as own
    inner join counts as other
        on own.step = 0 - other.step
        {%- for name in row %}
        and own.{{ name }} = other.{{ name }}
        {%- endfor %}
    -- Two zeros that are both gone are no exchange; one that is gone and one that came are.
    where
        own.comparison <> 'added'
        and (own.step <> 0 or (own.comparison = 'left_out' and other.comparison = 'added'))
        and (
            (
                own.requestor = other.requestor and own.reason <> other.reason
                and own.reason <> 'all' and other.reason <> 'all'
                and own.comparison <> 'sum_of_parts' and other.comparison <> 'sum_of_parts'
            ) or (
                own.reason = other.reason and own.requestor <> other.requestor
                and own.requestor <> 'all' and other.requestor <> 'all' and own.comparison = 'left_out'
            )
        )
)

select
    {{ row | join(', ') }},
    requestor,
    reason,
    comparison,
    case when bool_or(is_of_reasons) then 'reasons_regrouped' else 'requestors_regrouped' end as suspected_cause
from matched
group by {{ row | join(', ') }}, requestor, reason, comparison
