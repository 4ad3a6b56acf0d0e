with designated as (
    select distinct requests.request_id
    from {{ ref('int_requests__outcomes') }} as requests
    inner join {{ ref('dim_agency') }} as agencies
        on requests.agency_id = agencies.agency_id
    inner join {{ ref('bridge_group_designation') }} as designations
        on requests.named_group_id = designations.named_group_id
        and designations.is_listed
        and lower(agencies.country_code) = designations.authority_id
        and designations.listed_by_date <= {{ utc_date('requests.reported_at') }}
)

select
    requests.request_id,
    requests.account_id,
    requests.platform_id,
    requests.agency_id,
    requests.group_id,
    requests.named_group_id,
    requests.requested_action,
    requests.object_type,
    requests.legal_basis,
    requests.channel,
    requests.reported_at,
    requests.first_response_at,
    requests.decided_at,
    requests.outcome,
    requests.outcome_at,
    requests.complied_at,
    requests.reversed_at,
    {{ hours_between('requests.reported_at', 'requests.first_response_at') }} as hours_to_first_response,
    {{ hours_between('requests.reported_at', 'requests.decided_at') }} as hours_to_decision,
    requests.followers_at_report,
    requests.followers_at_action,
    designated.request_id is not null as was_group_designated_at_report,
    requests.batch_ref,
    requests.recorded_at
from {{ ref('int_requests__outcomes') }} as requests
left join designated on requests.request_id = designated.request_id
