{# The last microsecond of a date in UTC, as an instant. #}
{% macro last_instant(date) -%}
    {{ return(adapter.dispatch('last_instant')(date)) }}
{%- endmacro %}

{% macro default__last_instant(date) -%}
    ((cast({{ date }} as timestamp) + interval 1 day - interval 1 microsecond) at time zone 'UTC')
{%- endmacro %}
