-- The log-rank test (Mantel, 1966): on each day on which somebody was acted on, how many of them would have been this
-- platform's had all who were still at risk had the same chance. Other days add nothing.
with days as (
    select day_number, at_risk_count, action_count
    from {{ ref('fct_time_to_action') }}
    where is_total and (action_count > 0 or day_number = 0)
),

curves as (
    select
        platforms.platform_id,
        days.day_number,
        coalesce(curve.at_risk_count, 0) as at_risk_count,
        coalesce(curve.action_count, 0) as action_count
    from {{ ref('fct_time_to_action') }} as platforms
    cross join days
    left join {{ ref('fct_time_to_action') }} as curve
        on platforms.platform_id = curve.platform_id
        and days.day_number = curve.day_number
    where platforms.day_number = 0 and not platforms.is_total
),

sides as (
    select
        'pair' as comparison_kind, one.platform_id, other.platform_id as other_platform_id, one.day_number,
        one.at_risk_count, one.action_count,
        other.at_risk_count as other_at_risk_count, other.action_count as other_action_count
    from curves as one
    inner join curves as other on one.day_number = other.day_number and one.platform_id < other.platform_id
    union all
    select
        'others' as comparison_kind, curves.platform_id, 'others' as other_platform_id, curves.day_number,
        curves.at_risk_count, curves.action_count,
        days.at_risk_count - curves.at_risk_count as other_at_risk_count,
        days.action_count - curves.action_count as other_action_count
    from curves
    inner join days on curves.day_number = days.day_number
),

together as (
    select
        *,
        at_risk_count + other_at_risk_count as both_at_risk_count,
        action_count + other_action_count as both_action_count
    from sides
),

summed as (
    select
        comparison_kind,
        platform_id,
        other_platform_id,
        sum(case when day_number = 0 then at_risk_count end) as reported_count,
        sum(case when day_number = 0 then other_at_risk_count end) as other_reported_count,
        sum(action_count) as action_count,
        sum(other_action_count) as other_action_count,
        cast(sum({{ addable('both_action_count * ' ~ ratio('at_risk_count', 'both_at_risk_count')) }}) as double)
            as expected_actions,
        cast(sum({{ addable(
            ratio('at_risk_count', 'both_at_risk_count') ~ ' * ' ~ ratio('other_at_risk_count', 'both_at_risk_count')
            ~ ' * both_action_count * ' ~ ratio('both_at_risk_count - both_action_count', 'both_at_risk_count - 1')
        ) }}) as double) as variance
    from together
    group by comparison_kind, platform_id, other_platform_id
    having sum(case when day_number = 0 then other_at_risk_count end) > 0
),

tested as (
    select
        *,
        action_count + other_action_count - expected_actions as other_expected_actions,
        {{ ratio('(action_count - expected_actions) * (action_count - expected_actions)', 'variance') }} as statistic
    from summed
),

judged as (
    select
        *,
        sqrt(0.5 * statistic) as root,
        count(statistic) over (partition by comparison_kind) as comparisons_count
    from tested
)

select
    comparison_kind,
    platform_id,
    other_platform_id,
    {%- for count in ['reported_count', 'other_reported_count', 'action_count', 'other_action_count'] %}
    cast({{ count }} as bigint) as {{ count }},
    {%- endfor %}
    expected_actions,
    other_expected_actions,
    statistic,
    cast(1 as bigint) as degrees_of_freedom,
    {{ erfc('root') }} as p_value,
    cast(comparisons_count as bigint) as comparisons_count,
    case when p_value * comparisons_count > 1 then 1.0 else p_value * comparisons_count end as adjusted_p_value
from judged
