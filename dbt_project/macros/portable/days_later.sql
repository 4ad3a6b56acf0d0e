{# The date that many days after another; `days` may be a column. #}
{% macro days_later(date, days) -%}
    {{ return(adapter.dispatch('days_later')(date, days)) }}
{%- endmacro %}

{% macro default__days_later(date, days) -%}
    cast({{ date }} + cast({{ days }} as integer) as date)
{%- endmacro %}
