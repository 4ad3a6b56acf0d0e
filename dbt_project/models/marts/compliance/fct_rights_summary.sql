{%- set shares = {
    'reversed_of_complied': ('ever_reversed_count', 'ever_complied_count'),
    'appealed_of_decided': ('decided_appealed_count', 'decided_count'),
    'not_found_of_reported': ('not_found_count', 'reported_count'),
    'undesignated_of_known': ('undesignated_group_count', 'designation_known_count'),
    'no_legal_basis_of_reported': ('no_legal_basis_count', 'reported_count'),
    'corrected_of_reported': ('corrected_count', 'reported_count'),
    'retracted_of_recorded': ('retracted_count', 'recorded_count'),
} -%}
{%- set tallies = ['recorded', 'retracted', 'reported', 'corrected', 'decided', 'complied', 'ever_complied', 'reversed',
    'ever_reversed', 'appealed', 'decided_appealed', 'not_found', 'already_removed', 'attributed', 'unattributed',
    'undesignated_group', 'designation_unknown', 'no_legal_basis'] -%}
{%- set decided = "('complied_global', 'complied_local', 'partial', 'declined', 'reversed')" -%}
with counts as (
    select
        coalesce(recorded.agency_id, 'all') as agency_id,
        count(*) as recorded_count,
        count(*) filter (where recorded.is_retracted) as retracted_count,
        count(requests.request_id) as reported_count,
        count(requests.request_id) filter (where recorded.is_corrected) as corrected_count,
        count(requests.request_id) filter (where recorded.is_appealed) as appealed_count,
        count(*) filter (where requests.outcome in ('complied_global', 'complied_local')) as complied_count,
        count(*) filter (where requests.outcome in {{ decided }}) as decided_count,
        count(*) filter (where requests.outcome in {{ decided }} and recorded.is_appealed) as decided_appealed_count,
        {%- for outcome in ['reversed', 'not_found', 'already_removed'] %}
        count(*) filter (where requests.outcome = '{{ outcome }}') as {{ outcome }}_count,
        {%- endfor %}
        count(requests.complied_at) as ever_complied_count,
        count(requests.reversed_at) as ever_reversed_count,
        count(*) filter (where requests.group_id <> 'unattributed') as attributed_count,
        count(*) filter (where requests.group_id = 'unattributed') as unattributed_count,
        count(*) filter (where not requests.was_group_designated_at_report) as undesignated_group_count,
        count(requests.was_group_designated_at_report) as designation_known_count,
        count(*) filter (
            where requests.group_id <> 'unattributed' and requests.was_group_designated_at_report is null
        ) as designation_unknown_count,
        count(requests.request_id) filter (where requests.legal_basis is null) as no_legal_basis_count
    from {{ ref('int_rights__recorded') }} as recorded
    left join {{ ref('fct_requests') }} as requests
        on recorded.request_id = requests.request_id
    group by grouping sets ((recorded.agency_id), ())
)

select
    agency_id,
    agency_id = 'all' as is_total,
    {%- for count in tallies %}
    cast({{ count }}_count as bigint) as {{ count }}_count,
    {%- endfor %}
    {%- for name, (numerator, denominator) in shares.items() %}
    {{ rate_columns(name, numerator, denominator) }}{{ "," if not loop.last }}
    {%- endfor %}
from counts
