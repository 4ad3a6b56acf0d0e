{{ config(meta={
    'dagster': {'ref': {'name': 'dim_as_of_macro'}},
    'question': 'Are the macros that replay the log those that the tables are made with, whole and in their order?'
}) }}
with rendered as (
    {%- for macro in as_of_macros() %}
    select
        {{ loop.index }} as creation_number,
        {{ quoted(macro.name) }} as macro_name,
        {{ quoted(macro.parameters) }} as parameters,
        {{ macro.is_table }} as is_table,
        {{ quoted(macro.description) }} as description,
        replace({{ quoted(macro.definition) }}, '{{ release_instant() }}', {{ utc_text(as_of()) }}) as definition
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

published as (select * from {{ ref('dim_as_of_macro') }})

{{ differing('published', 'rendered', ['macro_name'],
    ['parameters', 'is_table', 'description', 'creation_number', 'definition']) }}
