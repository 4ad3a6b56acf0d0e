{# The condition is true, not merely not false, for every row. #}
{% test holds(model, condition) %}
select * from {{ model }} where not coalesce(({{ condition }}), false)
{% endtest %}
