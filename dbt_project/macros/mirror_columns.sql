{# What mirror_pairs.sql gives: which pair counts, the evidence in words, and the columns. #}

{# Marks the pair that counts for each successor: confirmed before likely, and never one that a person rejected. #}
{% macro best_of_each_successor(candidates) -%}
select
    {% for column in mirror_columns() %}ranked.{{ column }}, {% endfor %}
    ranked.is_countable and ranked.successor_rank = 1 as is_counted
from (
    select
        *,
        row_number() over (
            partition by successor_account_id
            order by
                is_countable desc, case when review_status = 'confirmed' then 0 else 1 end,
                match_probability desc, predecessor_account_id
        ) as successor_rank
    from (
        select
            *,
            review_status = 'confirmed'
                or (review_status <> 'rejected' and match_probability >= {{ var('mirror_threshold') }}) as is_countable,
            {{ mirror_evidence_text() }} as evidence
        from {{ candidates }}
    ) as countable
) as ranked
{%- endmacro %}

{# What speaks for a pair and how much, in words and log2 odds: levels only, no handle, name or URL. #}
{% macro mirror_evidence_text() -%}
    concat_ws(
        '; '
        {%- for name in ['handle', 'display_name', 'followers', 'group', 'timing'] %},
        concat(
            '{{ name | replace("_", " ") }}: ', replace({{ name }}_level, '_', ' '),
            ' (', {{ signed_text(name ~ '_weight') }}, ')'
        )
        {%- endfor %}
    )
{%- endmacro %}

{# The columns of fct_mirrors, but for is_counted. #}
{% macro mirror_columns() -%}
    {{ return([
        'predecessor_account_id', 'successor_account_id', 'platform_id', 'group_id', 'successor_platform_id',
        'successor_group_id', 'blocked_at', 'reappeared_at', 'days_to_reappearance', 'handle_weight',
        'display_name_weight', 'followers_weight', 'group_level', 'group_weight', 'timing_level', 'timing_weight',
        'match_weight', 'match_probability', 'evidence', 'followers_regained', 'review_status'
    ]) }}
{%- endmacro %}
