-- A decision here is the first of any kind: a platform that could not find the object has decided too, though MODEL's
-- decided_at counts only what it could have met.
with log as (
    -- Hours made up for the sample are used only where every file of requests is the sample's.
    select coalesce(bool_and(is_synthetic), false) as is_synthetic
    from {{ ref('stg_warehouse__batches') }}
    where source_name = 'requests'
),

terms as (
    select agreed_hours.*
    from {{ ref('agreed_hours') }} as agreed_hours
    cross join log
    where log.is_synthetic or not agreed_hours.is_synthetic
),

clocks as (
    select request_id, 'first_response' as clock, first_response_at as stopped_at
    from {{ ref('int_requests__outcomes') }}
    union all
    select request_id, 'decision' as clock, ended_at as stopped_at
    from {{ ref('int_requests__states') }}
    where state_number = 0
),

matched as (
    select
        requests.request_id,
        requests.account_id,
        requests.platform_id,
        requests.requested_action,
        requests.reported_at,
        clocks.clock,
        clocks.stopped_at,
        terms.agreed_hours,
        terms.basis,
        terms.is_synthetic,
        row_number() over (
            partition by requests.request_id, clocks.clock
            -- What was agreed comes before the law, what names the platform or action before what does not.
            order by
                case when terms.basis = 'agreed' then 0 else 1 end asc,
                terms.platform_id asc nulls last, terms.requested_action asc nulls last, terms.valid_from desc
        ) as preference
    from {{ ref('int_requests__outcomes') }} as requests
    inner join clocks on requests.request_id = clocks.request_id
    inner join terms
        on clocks.clock = terms.clock
        and (terms.platform_id is null or requests.platform_id = terms.platform_id)
        and (terms.requested_action is null or requests.requested_action = terms.requested_action)
        and terms.valid_from <= {{ utc_date('requests.reported_at') }}
        and (terms.valid_to is null or terms.valid_to >= {{ utc_date('requests.reported_at') }})
),

due as (
    select
        *,
        {{ hours_later('reported_at', 'agreed_hours') }} as due_at,
        coalesce(stopped_at, {{ as_of() }}) as elapsed_at
    from matched
    where preference = 1
)

select
    request_id,
    account_id,
    platform_id,
    requested_action,
    clock,
    reported_at,
    due_at,
    stopped_at,
    agreed_hours,
    {{ hours_between('reported_at', 'elapsed_at') }} as elapsed_hours,
    basis,
    is_synthetic as is_agreement_synthetic,
    due_at <= {{ as_of() }} as is_due,
    elapsed_at > due_at as is_breached,
    stopped_at is null as is_open
from due
