with requests as (
    select *
    from {{ ref('int_requests__known') }}
    where requested_action in ('disclose', 'preserve')
),

said as (
    select
        requests.request_id,
        responses.event_at,
        responses.is_automatic,
        outcomes.outcome,
        row_number() over (
            partition by requests.request_id
            -- what says nothing of the request comes last, and a receipt after any answer
            order by
                outcomes.is_answer desc nulls last,
                responses.event_at desc,
                responses.recorded_at desc,
                responses.response_id desc
        ) as number_from_latest
    from requests
    inner join {{ ref('int_responses__known') }} as responses
        on requests.request_id = responses.request_id
    left join {{ ref('disclosure_outcomes') }} as outcomes
        on responses.event_type = outcomes.event_type
        and requests.requested_action = outcomes.requested_action
),

answers as (
    select
        request_id,
        max(case when number_from_latest = 1 then outcome end) as outcome,
        min(case when not is_automatic then event_at end) as first_response_at,
        min(case when outcome in ('disclosed', 'refused') then event_at end) as decided_at
    from said
    group by request_id
),

fields as (
    select
        request_id,
        {{ sorted_list('field_id') }} as fields_disclosed,
        count(*) filter (where field_id is null) as unrecognised_fields_count
    from {{ ref('int_disclosure__fields') }}
    group by request_id
)

select
    requests.request_id,
    requests.account_id,
    requests.platform_id,
    requests.agency_id,
    requests.group_id,
    requests.requested_action,
    requests.legal_basis,
    requests.reported_at,
    coalesce(answers.outcome, 'pending') as outcome,
    answers.first_response_at,
    answers.decided_at,
    {{ hours_between('requests.reported_at', 'answers.first_response_at') }} as hours_to_first_response,
    {{ hours_between('requests.reported_at', 'answers.decided_at') }} as hours_to_decision,
    fields.fields_disclosed,
    cast(coalesce(fields.unrecognised_fields_count, 0) as bigint) as unrecognised_fields_count
from requests
left join answers on requests.request_id = answers.request_id
left join fields on requests.request_id = fields.request_id
