{# Compliance by platform at `v`, as known at `k`: the columns of fct_compliance_summary. #}
{% macro compliance_at() -%}
with {{ log_at('v', 'k') }},

summary as (
    {{ compliance_summary('outcomes', 'requested', 'account_changes', '(select world_at from instants)') }}
)

select *
from summary
{%- endmacro %}
