{{ config(meta={
    'dagster': {'ref': {'name': 'fct_rights_summary'}},
    'question': 'Do the counts by agency say what the requests and their records, one by one, say?'
}) }}
{%- set parts = {
    'reversed_of_complied': ('ever_reversed_count', 'ever_complied_count'),
    'appealed_of_decided': ('decided_appealed_count', 'decided_count'),
    'not_found_of_reported': ('not_found_count', 'reported_count'),
    'undesignated_of_known': ('undesignated_group_count', 'undesignated_group_count + designated_group_count'),
    'no_legal_basis_of_reported': ('no_legal_basis_count', 'reported_count'),
    'corrected_of_reported': ('corrected_count', 'reported_count'),
    'retracted_of_recorded': ('retracted_count', 'recorded_count'),
} -%}
{%- set columns = ['is_total', 'recorded_count', 'retracted_count', 'reported_count', 'corrected_count',
    'decided_count', 'complied_count', 'ever_complied_count', 'reversed_count', 'ever_reversed_count',
    'appealed_count', 'decided_appealed_count', 'not_found_count', 'already_removed_count', 'attributed_count',
    'unattributed_count', 'undesignated_group_count', 'designation_unknown_count', 'no_legal_basis_count'] -%}
{%- for name in parts %}{% do columns.extend([name ~ '_numerator', name ~ '_denominator']) %}{% endfor %}
with requests as (
    select
        requests.*,
        requests.group_id = 'unattributed' as is_unattributed,
        requests.outcome not in ('pending', 'not_found', 'already_removed') as is_decided,
        recorded.is_corrected,
        exists(
            select 1 from {{ ref('fct_request_events') }} as events
            where
                events.request_id = requests.request_id and events.event_type = 'appealed'
                and {{ is_known('events') }}
        ) as is_appealed
    from {{ ref('fct_requests') }} as requests
    left join {{ ref('int_rights__recorded') }} as recorded on requests.request_id = recorded.request_id
),

-- Recorded are all that were ever said to be takedown requests; retracted those that are no requests any more.
recorded as (
    select recorded.agency_id, requests.request_id is null as is_gone, requests.* exclude (agency_id)
    from {{ ref('int_rights__recorded') }} as recorded
    left join requests on recorded.request_id = requests.request_id
),

twice as (
    select *, false as is_total from recorded
    union all by name
    select * replace ('all' as agency_id), true as is_total from recorded
),

counted as (
    select
        agency_id,
        is_total,
        count(*) as recorded_count,
        count(*) filter (where is_gone) as retracted_count,
        count(*) filter (where not is_gone) as reported_count,
        count(*) filter (where is_corrected) as corrected_count,
        count(*) filter (where is_decided) as decided_count,
        count(*) filter (where starts_with(outcome, 'complied')) as complied_count,
        count(complied_at) as ever_complied_count,
        count(*) filter (where outcome = 'reversed') as reversed_count,
        count(reversed_at) as ever_reversed_count,
        count(*) filter (where is_appealed) as appealed_count,
        count(*) filter (where is_appealed and is_decided) as decided_appealed_count,
        count(*) filter (where outcome = 'not_found') as not_found_count,
        count(*) filter (where outcome = 'already_removed') as already_removed_count,
        count(*) filter (where not is_unattributed) as attributed_count,
        count(*) filter (where is_unattributed) as unattributed_count,
        count(*) filter (where was_group_designated_at_report = false) as undesignated_group_count,
        count(*) filter (where was_group_designated_at_report = true) as designated_group_count,
        count(*) filter (where not is_unattributed and was_group_designated_at_report is null)
            as designation_unknown_count,
        count(*) filter (where not is_gone and legal_basis is null) as no_legal_basis_count
    from twice
    group by agency_id, is_total
),

recounted as (
    select
        *,
        {%- for name, (numerator, denominator) in parts.items() %}
        {{ numerator }} as {{ name }}_numerator, {{ denominator }} as {{ name }}_denominator
        {{- "," if not loop.last }}
        {%- endfor %}
    from counted
),

published as (
    select * from {{ ref('fct_rights_summary') }} where recorded_count is distinct from 0
)

{{ differing('published', 'recounted', ['agency_id'], columns) }}
