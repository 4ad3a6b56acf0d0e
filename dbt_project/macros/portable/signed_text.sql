{# 7.25 as +7.3 (half to even, as printed): a number with its sign and one decimal. NULL stays NULL. #}
{% macro signed_text(value) -%}
    {{ return(adapter.dispatch('signed_text')(value)) }}
{%- endmacro %}

{% macro default__signed_text(value) -%}
    format('{:+.1f}', cast({{ value }} as double))
{%- endmacro %}
