{{ config(meta={
    'dagster': {'ref': {'name': 'fct_law_violations'}},
    'question': 'Is what is published of every law its own wording and its own count?'
}) }}
with counted as (
    {%- for kind in ['request_log', 'landing', 'published_files', 'published_figures', 'published_consistency',
        'regulator_counters', 'designations', 'mirror_reviews'] %}
    select law_id, violation_count, checked_count from {{ ref('int_laws__' ~ kind) }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
),

recounted as (
    select laws.law_id, laws.question, laws.severity, counted.violation_count, counted.checked_count
    from {{ ref('laws') }} as laws
    inner join counted on laws.law_id = counted.law_id
),

published as (
    select * from {{ ref('fct_law_violations') }}
)

{{ differing('published', 'recounted', ['law_id'], ['question', 'severity', 'violation_count', 'checked_count']) }}
