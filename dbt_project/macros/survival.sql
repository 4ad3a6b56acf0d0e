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
