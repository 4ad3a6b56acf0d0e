{# Requests whose group, as named, was listed by the country of the asking agency on the day of the report. #}
{% macro designated_requests(requests, agencies, designations) -%}
    select distinct requests.request_id
    from {{ requests }} as requests
    inner join {{ agencies }} as agencies
        on requests.agency_id = agencies.agency_id
    inner join {{ designations }} as designations
        on requests.named_group_id = designations.named_group_id
        and designations.is_listed
        and lower(agencies.country_code) = designations.authority_id
        and designations.listed_by_date <= {{ utc_date('requests.reported_at') }}
{%- endmacro %}

{# Takedown requests with their outcomes, as published: fct_requests, and requests_at() of a release. #}
{% macro published_requests(outcomes, agencies, designations) -%}
with designated as (
    {{ designated_requests(outcomes, agencies, designations) }}
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
from {{ outcomes }} as requests
left join designated on requests.request_id = designated.request_id
{%- endmacro %}
