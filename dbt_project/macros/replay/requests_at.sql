{# Takedown requests as they stood at `v`, as known at `k`: the columns of fct_requests. #}
{% macro requests_at() -%}
with {{ log_at('v', 'k') }},

published as (
    {{ published_requests('outcomes', released('dim_agency'), released('bridge_group_designation')) }}
)

select *
from published
{%- endmacro %}
