with checks as (
    {{ account_check_versions() }}
)

select
    checks.check_id,
    checks.recorded_at,
    {{ known_superseded_at('checks') }} as superseded_at,
    checks.is_retracted,
    checks.account_id,
    platforms.platform_id,
    checks.checked_at,
    checks.status,
    checks.followers
from checks
left join {{ ref('platform_labels') }} as platforms
    on lower(trim(checks.platform_label)) = platforms.label
where checks.recorded_at <= {{ as_of() }}
    -- A check of what has no account says nothing about one.
    and checks.account_id is not null
