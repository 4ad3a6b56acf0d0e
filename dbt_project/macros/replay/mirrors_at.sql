{# Candidate mirrors at `v`, as known at `k`: the columns of fct_mirrors. #}
{% macro mirrors_at() -%}
with {{ log_at('v', 'k') }},

{{ mirrors_log() }}

select *
from mirrors
{%- endmacro %}
