{# A share with what it is made of: <name>_rate, _numerator, _denominator and its Wilson 95 % bounds _low and _high. #}
{% macro rate_columns(name, numerator, denominator) -%}
    {{ ratio(numerator, denominator) }} as {{ name }}_rate,
    cast({{ numerator }} as bigint) as {{ name }}_numerator,
    cast({{ denominator }} as bigint) as {{ name }}_denominator,
    {{ wilson_low(numerator, denominator) }} as {{ name }}_low,
    {{ wilson_high(numerator, denominator) }} as {{ name }}_high
{%- endmacro %}
