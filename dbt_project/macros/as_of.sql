{# The instant that this build knows the world at (MODEL section 1): records after it do not exist yet. #}
{% macro as_of() -%}
    (select clock.as_of from {{ ref('stg_warehouse__clock') }} as clock)
{%- endmacro %}

{# Is this record version the one known at the as-of instant? Alias: the versions relation. #}
{% macro is_known(versions) -%}
    {{ versions }}.recorded_at <= {{ as_of() }}
    and ({{ versions }}.superseded_at is null or {{ versions }}.superseded_at > {{ as_of() }})
    and not {{ versions }}.is_retracted
{%- endmacro %}
