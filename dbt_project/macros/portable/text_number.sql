{# A whole number from 0 to 4294967295 that a text always gives, and of which nothing is seen in the text. #}
{% macro text_number(text) -%}
    {{ return(adapter.dispatch('text_number')(text)) }}
{%- endmacro %}

{% macro default__text_number(text) -%}
    cast(concat('0x', substr(md5({{ text }}), 1, 8)) as bigint)
{%- endmacro %}
