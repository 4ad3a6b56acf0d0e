{# The calendar date, in UTC, of an instant. #}
{% macro utc_date(instant) -%}
    {{ return(adapter.dispatch('utc_date')(instant)) }}
{%- endmacro %}

{% macro default__utc_date(instant) -%}
    {#- By its microseconds: a time zone needs an extension that not every reader of a release has. -#}
    cast(make_timestamp(epoch_us({{ instant }})) as date)
{%- endmacro %}
