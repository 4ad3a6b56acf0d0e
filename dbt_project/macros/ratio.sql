{# The only division in the project: a double, and NULL where the denominator is 0 or NULL. #}
{% macro ratio(numerator, denominator) -%}
    (cast({{ numerator }} as double) / nullif({{ denominator }}, 0))
{%- endmacro %}
