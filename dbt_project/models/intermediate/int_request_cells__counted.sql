{%- set cell = ['month_start_date', 'legal_basis'] + filter_dimensions() -%}
{%- set complied = "('complied_global', 'complied_local')" -%}
{%- set decided = "('complied_global', 'complied_local', 'partial', 'declined', 'reversed')" -%}
with clocks as (
    select
        request_id,
        count(*) filter (where is_due) as due_count,
        count(*) filter (where is_breached) as breached_count,
        count(*) filter (where is_breached and is_open) as open_breached_count
    from {{ ref('int_requests__agreed_clocks') }}
    group by request_id
),

requests as (
    select
        filed.*,
        requests.outcome,
        requests.first_response_at,
        requests.complied_at,
        requests.reversed_at,
        requests.was_group_designated_at_report,
        recorded.is_appealed,
        case when requests.outcome = 'pending'
            then {{ pending_age_days(utc_date('requests.reported_at'), utc_date(as_of())) }} end as pending_days,
        clocks.due_count,
        clocks.breached_count,
        clocks.open_breached_count
    from {{ ref('int_requests__filed') }} as filed
    inner join {{ ref('fct_requests') }} as requests on filed.request_id = requests.request_id
    inner join {{ ref('int_rights__recorded') }} as recorded on filed.request_id = recorded.request_id
    left join clocks on filed.request_id = clocks.request_id
)

select
    {{ cell | join(',\n    ') }},
    count(*) as reported_count,
    count(*) filter (where outcome in {{ complied }}) as complied_count,
    {%- for outcome in ['complied_global', 'complied_local', 'partial', 'declined', 'not_found', 'already_removed',
        'pending', 'reversed'] %}
    count(*) filter (where outcome = '{{ outcome }}') as {{ outcome }}_count,
    {%- endfor %}
    count(*) filter (where outcome in {{ decided }}) as decided_count,
    count(first_response_at) as responded_count,
    {%- for band, first_day, last_day in age_bands() %}
    count(*) filter (where {{ age_band('pending_days') }} = '{{ band }}' and outcome = 'pending')
        as {{ pending_band(first_day, last_day) }}_count,
    {%- endfor %}
    count(complied_at) as ever_complied_count,
    count(reversed_at) as ever_reversed_count,
    count(*) filter (where is_appealed) as appealed_count,
    count(*) filter (where is_appealed and outcome in {{ decided }}) as decided_appealed_count,
    count(*) filter (where legal_basis = 'none') as no_legal_basis_count,
    count(*) filter (where not was_group_designated_at_report) as undesignated_group_count,
    count(was_group_designated_at_report) as designation_known_count,
    {%- for count in ['due', 'breached', 'open_breached'] %}
    coalesce(sum({{ count }}_count), 0) as {{ count }}_count{{ "," if not loop.last }}
    {%- endfor %}
from requests
group by {{ cell | join(', ') }}
