{# An instant from ISO-8601 text that carries an offset; landing has refused text without one. #}
{% macro parse_timestamp(text) -%}
    {{ return(adapter.dispatch('parse_timestamp')(text)) }}
{%- endmacro %}

{% macro default__parse_timestamp(text) -%}
    cast({{ text }} as timestamp with time zone)
{%- endmacro %}
