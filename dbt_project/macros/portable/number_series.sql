{# A relation with one column of whole numbers, `name`: from first to last, both included. #}
{% macro number_series(name, first, last) -%}
    {{ return(adapter.dispatch('number_series')(name, first, last)) }}
{%- endmacro %}

{% macro default__number_series(name, first, last) -%}
    select cast(unnest(generate_series({{ first }}, {{ last }})) as bigint) as {{ name }}
{%- endmacro %}
