{# 2149751 as 2,149,751: a whole number with a comma for the thousands. NULL stays NULL. #}
{% macro whole_number_text(value) -%}
    {{ return(adapter.dispatch('whole_number_text')(value)) }}
{%- endmacro %}

{% macro default__whole_number_text(value) -%}
    format('{:,}', cast({{ value }} as bigint))
{%- endmacro %}

{# 0.9143 as 91.4%: a share in percent, with one decimal. NULL stays NULL. #}
{% macro percent_text(value) -%}
    {{ return(adapter.dispatch('percent_text')(value)) }}
{%- endmacro %}

{% macro default__percent_text(value) -%}
    format('{:,.1f}%', cast({{ value }} as double) * 100)
{%- endmacro %}
