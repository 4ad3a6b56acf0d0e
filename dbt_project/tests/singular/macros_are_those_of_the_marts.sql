{{ config(meta={
    'dagster': {'ref': {'name': 'dim_as_of_macro'}},
    'question': 'Are the macros that replay the log those that the tables are made with, whole and in their order?'
}) }}
with rendered as ({{ as_of_macro_rows() }}),

published as (select * from {{ ref('dim_as_of_macro') }})

{{ differing('published', 'rendered', ['macro_name'],
    ['parameters', 'is_table', 'description', 'creation_number', 'definition']) }}
