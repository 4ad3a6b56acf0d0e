{# A double about to be summed: as a decimal its sum is the same in whatever order an engine adds. #}
{% macro addable(expression) -%}
    cast({{ expression }} as decimal(38, 18))
{%- endmacro %}

{# The curve's value as it is published: products that meet at a half by hand must meet there in doubles too. #}
{% macro settled(expression) -%}
    cast(cast({{ expression }} as decimal(38, 12)) as double)
{%- endmacro %}

{# 95 % bound of a survival share from its logarithm and Greenwood's sum (Greenwood, 1926), on the scale of
   log(-log S) (Kalbfleisch and Prentice, 1980), where it cannot leave 0..1. `sign`: + for the lower bound, - for the
   upper. Where all or none are left the formula has no width: the bound is the share itself. #}
{% macro survival_bound(survival, log_survival, greenwood, sign) -%}
    case
        when {{ survival }} <= 0 then 0.0
        when {{ log_survival }} >= 0 then 1.0
        else exp(-exp(
            ln(-({{ log_survival }}))
            {{ sign }} 1.959963984540054 * {{ ratio('sqrt(' ~ greenwood ~ ')', '-(' ~ log_survival ~ ')') }}
        ))
    end
{%- endmacro %}

{# What a Kaplan-Meier curve is made of, summed up to each day: the logarithm of its share, and Greenwood's sum. `days`:
   a relation with day_number, at_risk_count and action_count; days on which nothing was acted on may be left out.
   `partition`: the columns that tell its curves apart. #}
{% macro survival_sums(days, partition) -%}
    select
        *,
        -- Where all that are left are acted on, the share is 0 and has no logarithm; that is the curve's last day.
        cast(coalesce(sum(case when action_count < at_risk_count
            then {{ addable('ln(' ~ ratio('at_risk_count - action_count', 'at_risk_count') ~ ')') }} end
        ) over so_far, 0) as double) as log_survival,
        cast(coalesce(sum(
            {{ addable(ratio(ratio('action_count', 'at_risk_count'), 'at_risk_count - action_count')) }}
        ) over so_far, 0) as double) as greenwood
    from {{ days }}
    window so_far as (
        partition by {{ partition }} order by day_number rows between unbounded preceding and current row
    )
{%- endmacro %}

{# survival_rate, from survival_sums. #}
{% macro survival_share() -%}
    case when action_count = at_risk_count then 0.0 else {{ settled('exp(log_survival)') }} end
{%- endmacro %}

{# survival_rate with what it is made of and its bounds, from survival_sums and reported_count. #}
{% macro survival_columns() -%}
    survival_rate,
    survival_rate * reported_count as survival_numerator,
    cast(reported_count as bigint) as survival_denominator,
    {{ settled(survival_bound('survival_rate', 'log_survival', 'greenwood', '+')) }} as survival_low,
    {{ settled(survival_bound('survival_rate', 'log_survival', 'greenwood', '-')) }} as survival_high
{%- endmacro %}
