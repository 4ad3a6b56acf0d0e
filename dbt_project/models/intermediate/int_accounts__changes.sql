{%- set checks -%}
(
    select
        observations.account_id,
        observations.observed_at,
        observations.observation_id,
        observations.followers
    from {{ ref('int_accounts__observations') }} as observations
    inner join {{ ref('int_accounts__requested') }} as accounts
        on observations.account_id = accounts.account_id
    where
        observations.observation_source = 'check'
        and observations.followers is not null
        and observations.observed_at >= accounts.first_reported_at
) as checks
{%- endset -%}
{{ account_changes(ref('int_requests__outcomes'), ref('int_requests__states'), checks) }}
