{# Compliance by platform at `v`, as known at `k`: the columns of fct_compliance_summary. `blurred` is a parameter of
   the macro in the release: are followers told as that table tells them, and not as they were counted? #}
{% macro compliance_at() -%}
with {{ log_at('v', 'k') }},

told_changes as (
    {{ blurred_changes('account_changes', 'blurred') }}
),

summary as (
    {{ compliance_summary('outcomes', 'requested', 'told_changes', '(select world_at from instants)') }}
)

select *
from summary
{%- endmacro %}
