{# Hours from one instant to another as a double, to the microsecond. #}
{% macro hours_between(start_at, end_at) -%}
    {{ return(adapter.dispatch('hours_between')(start_at, end_at)) }}
{%- endmacro %}

{% macro default__hours_between(start_at, end_at) -%}
    {{ ratio("date_diff('microsecond', " ~ start_at ~ ", " ~ end_at ~ ")", "3600000000") }}
{%- endmacro %}
