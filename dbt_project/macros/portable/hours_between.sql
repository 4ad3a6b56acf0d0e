{# Hours from one instant to another as a double, to the microsecond. #}
{% macro hours_between(start_at, end_at) -%}
    {{ return(adapter.dispatch('hours_between')(start_at, end_at)) }}
{%- endmacro %}

{% macro default__hours_between(start_at, end_at) -%}
    {#- By microseconds: date_diff of instants needs an extension that not every reader of a release has. -#}
    {{ ratio("(epoch_us(" ~ end_at ~ ") - epoch_us(" ~ start_at ~ "))", "3600000000") }}
{%- endmacro %}
