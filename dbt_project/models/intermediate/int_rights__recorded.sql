-- A retraction may say no more than what it withdraws, so everything else is read off the last record before it.
with recorded as (
    select
        request_id,
        agency_id,
        named_group_id,
        legal_basis,
        reported_at,
        recorded_at,
        is_takedown,
        is_retracted,
        superseded_at is null or superseded_at > {{ as_of() }} as is_in_force
    from {{ ref('int_requests__versions') }}
    where recorded_at <= {{ as_of() }}
),

said as (
    select
        *,
        row_number() over versions as version_number,
        lag(named_group_id) over versions as group_before,
        lag(legal_basis) over versions as basis_before,
        lag(reported_at) over versions as reported_before,
        lead(recorded_at) over versions is null as is_last
    from recorded
    where not is_retracted
    window versions as (partition by request_id order by recorded_at)
),

corrected as (
    select distinct request_id
    from said
    where
        version_number > 1
        and (
            named_group_id is distinct from group_before
            or legal_basis is distinct from basis_before
            or reported_at is distinct from reported_before
        )
),

appealed as (
    select distinct request_id
    from {{ ref('int_responses__known') }}
    where event_type = 'appealed'
)

select
    said.request_id,
    said.agency_id,
    not said.is_in_force as is_retracted,
    corrected.request_id is not null as is_corrected,
    appealed.request_id is not null as is_appealed
from said
left join corrected on said.request_id = corrected.request_id
left join appealed on said.request_id = appealed.request_id
where
    said.is_last
    and said.is_takedown
    and said.reported_at <= {{ as_of() }}
