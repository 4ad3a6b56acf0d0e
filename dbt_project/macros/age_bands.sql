{# Age of a pending request on a date: days of the calendar, UTC, since the date of its report. Not whole 24 hours: a
   backlog is told by date, and one as of noon must say what the list of its requests says. #}
{% macro pending_age_days(reported_date, date_day) -%}
    {{ days_between(reported_date, date_day) }}
{%- endmacro %}

{# How long a request has been pending, by pending_age_days: name, first and last day of each band. The last has no
   end. #}
{% macro age_bands() -%}
    {{ return([('0-1', 0, 1), ('2-7', 2, 7), ('8-30', 8, 30), ('31-90', 31, 90), ('90+', 91, none)]) }}
{%- endmacro %}

{% macro age_band(days) -%}
    case
        {%- for name, first_day, last_day in age_bands() %}
        {% if last_day is none %}else{% else %}when {{ days }} <= {{ last_day }} then{% endif %} '{{ name }}'
        {%- endfor %}
    end
{%- endmacro %}
