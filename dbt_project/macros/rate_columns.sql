{# A share with what it is made of: <name>_rate, _numerator, _denominator and its Wilson 95 % bounds _low and _high.
   `has_parts=false`: without _numerator and _denominator, for a table that has both under names of their own. #}
{% macro rate_columns(name, numerator, denominator, has_parts=true) -%}
    {{ ratio(numerator, denominator) }} as {{ name }}_rate,
    {%- if has_parts %}
    cast({{ numerator }} as bigint) as {{ name }}_numerator,
    cast({{ denominator }} as bigint) as {{ name }}_denominator,
    {%- endif %}
    {{ wilson_low(numerator, denominator) }} as {{ name }}_low,
    {{ wilson_high(numerator, denominator) }} as {{ name }}_high
{%- endmacro %}
