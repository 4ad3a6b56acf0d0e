{# The date that many calendar months after a date; `months` may be a column. A day that the month lacks is its last. #}
{% macro months_later(date, months) -%}
    {{ return(adapter.dispatch('months_later')(date, months)) }}
{%- endmacro %}

{% macro default__months_later(date, months) -%}
    cast({{ date }} + to_months({{ months }}) as date)
{%- endmacro %}
