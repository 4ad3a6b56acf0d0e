select
    {% for column in mirror_columns() -%}
    {{ column }},
    {% endfor -%}
    is_counted
from {{ ref('int_mirrors__paired') }}
