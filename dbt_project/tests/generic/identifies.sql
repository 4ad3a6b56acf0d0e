{# Every row has a value, and no two rows have the same one: `unique` and `not_null` in one question. #}
{% test identifies(model, column_name) %}
select {{ column_name }}, count(*) as row_count
from {{ model }}
group by {{ column_name }}
having count(*) > 1 or {{ column_name }} is null
{% endtest %}
