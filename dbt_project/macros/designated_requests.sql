{# What the register says of each group, as named, and the country of the agency that asked, by the day of the report.
   A pair of which no row speaks is left out: nobody has looked. #}
{% macro designated_requests(requests, agencies, designations) -%}
    select
        requests.agency_id,
        requests.named_group_id,
        requests.reported_date,
        {{ was_listed_by('listings', 'requests.reported_date') }} as was_listed
    from (
        select distinct agency_id, named_group_id, {{ utc_date('reported_at') }} as reported_date
        from {{ requests }}
    ) as requests
    inner join {{ agencies }} as agencies
        on requests.agency_id = agencies.agency_id
    inner join {{ designations }} as listings
        on requests.named_group_id = listings.named_group_id
        and lower(agencies.country_code) = listings.authority_id
    group by requests.agency_id, requests.named_group_id, requests.reported_date
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
    designated.was_listed as was_group_designated_at_report,
    requests.batch_ref,
    requests.recorded_at
from {{ outcomes }} as requests
left join designated
    on requests.agency_id = designated.agency_id
    and requests.named_group_id = designated.named_group_id
    and {{ utc_date('requests.reported_at') }} = designated.reported_date
{%- endmacro %}
