{# No value is below zero; NULL is allowed. #}
{% test at_least_zero(model, column_name) %}
select {{ column_name }} from {{ model }} where {{ column_name }} < 0
{% endtest %}
