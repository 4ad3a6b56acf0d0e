{# A digest of a record's content, for telling deliveries apart; NULL and '' differ. #}
{% macro record_hash(columns) -%}
    md5(concat_ws(chr(31) {% for column in columns %}, coalesce({{ column }}, '\N'){% endfor %}))
{%- endmacro %}
