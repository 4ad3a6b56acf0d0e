{# An instant as text that says it to the microsecond, with its offset: 2025-08-15 23:59:59.999999+00. #}
{% macro utc_text(instant) -%}
    {{ return(adapter.dispatch('utc_text')(instant)) }}
{%- endmacro %}

{% macro default__utc_text(instant) -%}
    concat(cast(make_timestamp(epoch_us({{ instant }})) as varchar), '+00')
{%- endmacro %}
