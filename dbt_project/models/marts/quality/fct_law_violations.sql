-- A law that nobody counted keeps its row with an empty count, which the gate does not let pass.
with counted as (
    select law_id, violation_count, checked_count from {{ ref('int_laws__request_log') }}
    union all
    select law_id, violation_count, checked_count from {{ ref('int_laws__landing') }}
    union all
    select law_id, violation_count, checked_count from {{ ref('int_laws__published_files') }}
    union all
    select law_id, violation_count, checked_count from {{ ref('int_laws__published_figures') }}
    union all
    select law_id, violation_count, checked_count from {{ ref('int_laws__published_consistency') }}
    union all
    select law_id, violation_count, checked_count from {{ ref('int_laws__regulator_counters') }}
    union all
    select law_id, violation_count, checked_count from {{ ref('int_laws__designations') }}
    union all
    select law_id, violation_count, checked_count from {{ ref('int_laws__mirror_reviews') }}
)

select
    laws.law_id,
    laws.question,
    laws.severity,
    cast(counted.violation_count as bigint) as violation_count,
    cast(counted.checked_count as bigint) as checked_count
from {{ ref('laws') }} as laws
left join counted on laws.law_id = counted.law_id
