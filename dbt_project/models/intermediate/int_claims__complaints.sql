with versions as (
    select
        *,
        lead(recorded_at) over (partition by complaint_id order by recorded_at) as superseded_at
    from {{ ref('stg_takedown_log__complaints') }}
)

select
    dates.as_of_date,
    versions.complaint_id,
    versions.status
from {{ ref('int_claims__dates') }} as dates
inner join versions
    on {{ is_known('versions', 'dates.as_of') }}
    and versions.received_at <= dates.as_of
