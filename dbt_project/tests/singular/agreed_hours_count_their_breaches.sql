{{ config(meta={
    'dagster': {'ref': {'name': 'fct_sla_summary'}},
    'question': 'Do the counts of agreed hours kept and broken say what the requests and breaches, one by one, say?'
}) }}
with clocks as (
    select
        clocks.platform_id,
        clocks.clock,
        clocks.is_agreement_synthetic,
        {{ hours_later('clocks.reported_at', 'clocks.agreed_hours') }} <= {{ as_of() }} as is_due,
        breaches.request_id is not null as is_breached,
        coalesce(breaches.is_open, false) as is_open_breach
    from {{ ref('int_requests__agreed_clocks') }} as clocks
    left join {{ ref('fct_sla_breaches') }} as breaches on {{ same('clocks', 'breaches', ['request_id', 'clock']) }}
),

twice as (
    select *, false as is_total from clocks
    union all by name
    select * replace ('all' as platform_id), true as is_total from clocks
),

recounted as (
    select
        platform_id,
        clock,
        is_total,
        count(*) as covered_count,
        sum(cast(is_due as integer)) as due_count,
        sum(cast(is_breached as integer)) as breached_count,
        sum(cast(is_open_breach as integer)) as open_count,
        max(is_agreement_synthetic) as is_agreement_synthetic
    from twice
    group by platform_id, clock, is_total
),

published as (
    select * from {{ ref('fct_sla_summary') }}
)

{{ differing('published', 'recounted', ['platform_id', 'clock'],
    ['is_total', 'covered_count', 'due_count', 'breached_count', 'open_count', 'is_agreement_synthetic']) }}
