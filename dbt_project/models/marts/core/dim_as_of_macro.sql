-- The definitions are rendered from the macros that the marts are rendered from, so the rule stands once.
with macros as (
    {%- for macro in as_of_macros() %}
    select
        {{ loop.index }} as creation_number,
        {{ quoted(macro.name) }} as macro_name,
        {{ quoted(macro.parameters) }} as parameters,
        {{ macro.is_table }} as is_table,
        {{ quoted(macro.description) }} as description,
        {{ quoted(macro.definition) }} as definition
    {{ "union all" if not loop.last }}
    {%- endfor %}
)

select
    macro_name,
    parameters,
    is_table,
    description,
    cast(creation_number as bigint) as creation_number,
    replace(definition, '{{ release_instant() }}', {{ utc_text(as_of()) }}) as definition
from macros
