{# Whole days from one instant to another: 0 for less than 24 hours, whichever dates they fall on. #}
{% macro whole_days_between(start_at, end_at) -%}
    cast(floor({{ ratio(hours_between(start_at, end_at), '24') }}) as bigint)
{%- endmacro %}

{# The same, but a day that has begun counts: 1 for anything up to 24 hours. #}
{% macro begun_days_between(start_at, end_at) -%}
    cast(ceil({{ ratio(hours_between(start_at, end_at), '24') }}) as bigint)
{%- endmacro %}
