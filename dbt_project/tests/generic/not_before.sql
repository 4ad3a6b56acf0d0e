{# No value lies before the value of another column of the same row; NULLs are allowed. #}
{% test not_before(model, column_name, other) %}
select {{ column_name }}, {{ other }} from {{ model }} where {{ column_name }} < {{ other }}
{% endtest %}
