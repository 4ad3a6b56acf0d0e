with checks as (
    select
        account_checks.*,
        lead(account_checks.recorded_at) over (
            partition by account_checks.check_id order by account_checks.recorded_at
        ) as superseded_at,
        false as is_retracted
    from {{ ref('stg_takedown_log__account_checks') }} as account_checks
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
    keys.account_id,
    platforms.platform_id,
    checks.checked_at as observed_at,
    checks.followers,
    checks.status,
    'check' as observation_source,
    checks.check_id as observation_id
from checks
inner join {{ ref('stg_warehouse__account_keys') }} as keys
    on checks.platform_label = keys.platform_label
    and coalesce(nullif(trim(checks.handle), ''), checks.url) = keys.subject
left join {{ ref('platform_labels') }} as platforms
    on lower(trim(checks.platform_label)) = platforms.label
where
    {{ is_known('checks') }}
    and checks.checked_at <= {{ as_of() }}
