{# The calendar date, in UTC, of an instant. #}
{% macro utc_date(instant) -%}
    {{ return(adapter.dispatch('utc_date')(instant)) }}
{%- endmacro %}

{% macro default__utc_date(instant) -%}
    cast(({{ instant }} at time zone 'UTC') as date)
{%- endmacro %}
