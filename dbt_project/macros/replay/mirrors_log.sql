{# What follows log_at for whoever asks about mirrors: pairs as they stood at `v`, as known at `k`. #}
{% macro mirrors_log() -%}
known_reviews as (
    select versions.*
    from {{ released('fct_mirror_reviews') }} as versions
    inner join instants
        on {{ is_known('versions', 'instants.known_at') }}
        and versions.reviewed_at <= instants.world_at
),

mirrors as materialized (
    {{ mirror_pairs(
        released('fct_mirror_evidence'), released('dim_mirror_weight'), 'requested', 'account_changes', 'known_reviews',
        materialized='materialized'
    ) }}
)
{%- endmacro %}
