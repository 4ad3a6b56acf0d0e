{# Distinct non-null values in order, joined by `; `; NULL when there are none. #}
{% macro sorted_list(expression) -%}
    {{ return(adapter.dispatch('sorted_list')(expression)) }}
{%- endmacro %}

{% macro default__sorted_list(expression) -%}
    string_agg(distinct {{ expression }}, '; ' order by {{ expression }})
{%- endmacro %}
