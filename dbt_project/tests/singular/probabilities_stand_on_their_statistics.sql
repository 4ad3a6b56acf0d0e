{{ config(meta={
    'dagster': {'ref': {'name': 'fct_time_to_action_comparisons'}},
    'question': 'Is every probability that of its statistic, and adjusted for as many comparisons as were made?'
}) }}
-- Held against the approximation 7.1.26 of Abramowitz and Stegun, good to 1.5e-7, and where it is small against the
-- first two terms of the asymptotic series (7.1.23), between which it lies.
with published as (
    select
        *,
        {{ ratio('1', '1 + 0.3275911 * sqrt(0.5 * statistic)') }} as t,
        {{ ratio('exp(-0.5 * statistic)', 'sqrt(0.5 * pi() * statistic)') }} as tail
    from {{ ref('fct_time_to_action_comparisons') }}
)

select comparison_kind, platform_id, other_platform_id
from published
where
    (p_value is null) <> (statistic is null)
    or (adjusted_p_value is null) <> (p_value is null)
    or abs(adjusted_p_value - least(1, p_value * comparisons_count)) > 1e-12 * p_value * comparisons_count
    or (statistic > 2 and not p_value between tail * (1 - {{ ratio('1', 'statistic') }}) and tail)
    or abs(p_value - exp(-0.5 * statistic) * t * (0.254829592 + t * (-0.284496736 + t * (
        1.421413741 + t * (-1.453152027 + t * 1.061405429)
    )))) > 2e-7
