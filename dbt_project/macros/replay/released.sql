{# A table as a release names it: schema and name, whatever the file is called that holds it. What follows from the
   released log is written with these, so that a macro in the released file and a mart here say the same. #}
{% macro released(name) -%}
    {{ return(ref(name).include(database=false)) }}
{%- endmacro %}
