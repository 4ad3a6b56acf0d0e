with checks as (
    {{ account_check_versions() }}
)

select
    states.account_id,
    requests.platform_id,
    states.started_at as observed_at,
    states.followers,
    case
        when states.outcome in ('pending', 'reversed') then 'live'
        when states.outcome = 'complied_global' then 'suspended'
        when states.outcome = 'complied_local' then 'restricted'
        when states.outcome in ('not_found', 'already_removed') then 'not_found'
    end as status,
    case when states.state_number = 0 then 'report' else 'response' end as observation_source,
    concat(states.request_id, '/', cast(states.state_number as varchar)) as observation_id
from {{ ref('int_requests__states') }} as states
inner join {{ ref('int_requests__outcomes') }} as requests
    on states.request_id = requests.request_id

union all

select
    checks.account_id,
    platforms.platform_id,
    checks.checked_at as observed_at,
    checks.followers,
    checks.status,
    'check' as observation_source,
    checks.check_id as observation_id
from checks
left join {{ ref('platform_labels') }} as platforms
    on lower(trim(checks.platform_label)) = platforms.label
where
    {{ is_known('checks') }}
    and checks.checked_at <= {{ as_of() }}
    and checks.account_id is not null
