{# The instant that this build knows the world at (MODEL section 1): records after it do not exist yet. #}
{% macro as_of() -%}
    (select clock.as_of from {{ ref('stg_warehouse__clock') }} as clock)
{%- endmacro %}

{# Is this record version the one known at an instant, by default the build's? `versions`: alias of the relation. #}
{% macro is_known(versions, instant=none) -%}
    {%- set instant = instant or as_of() -%}
    {{ versions }}.recorded_at <= {{ instant }}
    and ({{ versions }}.superseded_at is null or {{ versions }}.superseded_at > {{ instant }})
    and not {{ versions }}.is_retracted
{%- endmacro %}

{# When a later record replaced this version, as far as the build knows: one recorded after its instant is not known
   yet, so neither is that it replaces this one. #}
{% macro known_superseded_at(versions) -%}
    case when {{ versions }}.superseded_at <= {{ as_of() }} then {{ versions }}.superseded_at end
{%- endmacro %}
