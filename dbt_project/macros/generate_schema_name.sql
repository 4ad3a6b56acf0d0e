{# The folder of a layer is its schema, without dbt's target prefix: one name everywhere. #}
{% macro generate_schema_name(custom_schema_name, node) -%}
    {{ custom_schema_name or target.schema }}
{%- endmacro %}
