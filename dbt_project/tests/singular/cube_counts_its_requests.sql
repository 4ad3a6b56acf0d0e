{{ config(meta={
    'dagster': {'ref': {'name': 'fct_compliance_cube'}},
    'question': 'Does every filter state that leaves nothing open count what the requests, one by one, say?'
}) }}
{%- set state = filter_dimensions() + ['legal_basis', 'period_id'] -%}
{%- set outcomes = ['complied_global', 'complied_local', 'partial', 'declined', 'not_found', 'already_removed',
    'pending', 'reversed'] -%}
{%- set counts = [] -%}
{%- for count in state_counts() %}{% do counts.append(count ~ '_count') %}{% endfor %}
with appeals as (
    select distinct request_id from {{ ref('int_responses__known') }} where event_type = 'appealed'
),

breaches as (
    select request_id, count(*) as breached, sum(cast(is_open as integer)) as open_breached
    from {{ ref('fct_sla_breaches') }}
    group by request_id
),

clocks as (
    select request_id, sum(cast({{ hours_later('reported_at', 'agreed_hours') }} <= {{ as_of() }} as integer)) as due
    from {{ ref('int_requests__agreed_clocks') }}
    group by request_id
),

named as (
    select distinct platform_id, group_id from {{ ref('fct_compliance_daily') }}
),

requests as (
    select
        requests.* exclude (group_id, legal_basis),
        coalesce(named.group_id, 'withheld') as group_id,
        coalesce(requests.legal_basis, 'none') as legal_basis,
        left(cast({{ utc_date('requests.reported_at') }} as varchar), 7) as period_id,
        requests.outcome not in ('pending', 'not_found', 'already_removed') as is_decided,
        appeals.request_id is not null as is_appealed,
        case when requests.outcome = 'pending'
            then {{ utc_date(as_of()) }} - {{ utc_date('requests.reported_at') }} end as waited,
        clocks.due,
        breaches.breached,
        breaches.open_breached
    from {{ ref('fct_requests') }} as requests
    left join named on {{ same('requests', 'named', ['platform_id', 'group_id']) }}
    left join appeals on requests.request_id = appeals.request_id
    left join breaches on requests.request_id = breaches.request_id
    left join clocks on requests.request_id = clocks.request_id
),

recounted as (
    select
        {{ state | join(', ') }},
        count(*) as reported_count,
        count(*) filter (where starts_with(outcome, 'complied')) as complied_count,
        {%- for outcome in outcomes %}
        count(*) filter (where outcome = '{{ outcome }}') as {{ outcome }}_count,
        {%- endfor %}
        count(*) filter (where is_decided) as decided_count,
        count(first_response_at) as responded_count,
        count(*) filter (where waited < 2) as pending_0_1_count,
        count(*) filter (where waited between 2 and 7) as pending_2_7_count,
        count(*) filter (where waited between 8 and 30) as pending_8_30_count,
        count(*) filter (where waited between 31 and 90) as pending_31_90_count,
        count(*) filter (where waited > 90) as pending_over_90_count,
        count(complied_at) as ever_complied_count,
        count(reversed_at) as ever_reversed_count,
        count(*) filter (where is_appealed) as appealed_count,
        count(*) filter (where is_appealed and is_decided) as decided_appealed_count,
        count(*) filter (where legal_basis = 'none') as no_legal_basis_count,
        count(*) filter (where not was_group_designated_at_report) as undesignated_group_count,
        count(was_group_designated_at_report) as designation_known_count,
        coalesce(sum(due), 0) as due_count,
        coalesce(sum(breached), 0) as breached_count,
        coalesce(sum(open_breached), 0) as open_breached_count
    from requests
    group by {{ state | join(', ') }}
),

published as (
    select *
    from {{ ref('fct_compliance_cube') }}
    where 'all' not in ({{ state | join(', ') }}) and period_id not like '%-Q%'
)

{{ differing('published', 'recounted', state, counts) }}
