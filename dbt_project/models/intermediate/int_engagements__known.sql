with versions as (
    select
        *,
        lead(recorded_at) over (partition by engagement_id order by recorded_at) as superseded_at,
        -- the source has no column to withdraw a meeting with
        false as is_retracted
    from {{ ref('stg_takedown_log__engagements') }}
)

select
    versions.engagement_id,
    versions.held_on,
    agencies.agency_id,
    case when coalesce(trim(versions.platform_label), '') = '' then 'all' else platforms.platform_id end as platform_id,
    versions.level,
    versions.next_due_on,
    versions.recorded_at,
    versions.agency_label
from versions
left join {{ ref('platform_labels') }} as platforms
    on lower(trim(versions.platform_label)) = platforms.label
left join {{ ref('agency_labels') }} as agencies
    on lower(trim(versions.agency_label)) = agencies.label
where
    {{ is_known('versions') }}
    and versions.held_on <= {{ utc_date(as_of()) }}
