{{ config(meta={
    'dagster': {'ref': {'name': 'dim_group'}},
    'question': 'Do the tables of names say what their seeds say, and is every day of the calendar the day that it is?'
}) }}
-- Names are carried over, not computed: the two must be the same, row by row.
{%- set copies = {
    'dim_platform': ('platforms', 'platform_id, platform_name, former_names, operator, local_office, access_status'),
    'dim_agency': ('agencies',
        'agency_id, agency_name, full_name, country_code, predecessor_agency_id, valid_from, valid_to'),
    'dim_event_outcome': ('event_outcomes', 'event_type, object_type, outcome'),
    'dim_group': ('groups', 'group_id, group_name, parent_group_id'),
} %}
with aliases as (
    select
        groups.group_id,
        string_agg(labels.label, '; ' order by labels.label) as aliases
    from {{ ref('groups') }} as groups
    left join {{ ref('group_labels') }} as labels on groups.group_id = labels.group_id and labels.is_alias
    group by groups.group_id
),

calendar as (
    select
        date_day,
        cast(strftime(date_day, '%G') as integer) as iso_year,
        cast(strftime(date_day, '%V') as integer) as iso_week,
        {{ days_later('date_day', '1 - isodow(date_day)') }} as week_start_date,
        {{ days_later('date_day', '1 - day(date_day)') }} as month_start_date,
        isodow(date_day) > 5 as is_weekend
    from {{ ref('int_dates__spanned') }}
),

designations as (
    select
        designation_id, named_group_id, authority_id, authority, instrument, alias_or_unit, is_listed,
        listed_from as listed_on, listed_by as listed_by_date, listed_on_precision, status, reference, source,
        confidence
    from {{ ref('designations') }}
),

bases as (
    select legal_basis_id, label as legal_basis_name, statute, source, confidence
    from {{ ref('legal_bases') }}
),

registered as (
    select * exclude (group_id, corroborating_vintage, is_corroborated) from {{ ref('bridge_group_designation') }}
),

pairs as (
    select group_id, named_group_id, designation_id, corroborating_vintage, is_corroborated
    from {{ ref('bridge_group_designation') }}
),

expected_pairs as (
    select
        coalesce(named.parent_group_id, named.group_id) as group_id, designations.named_group_id,
        designations.designation_id, seen.corroborating_vintage, seen.is_corroborated
    from designations
    inner join {{ ref('dim_group') }} as named on designations.named_group_id = named.group_id
    left join {{ ref('int_designations__corroborated') }} as seen
        on designations.designation_id = seen.designation_id
)

{% for table, (seed, columns) in copies.items() -%}
select '{{ table }}' as table_name
from (select {{ columns }} from {{ ref(table) }}
    except all
    select {{ columns }} from {{ ref(seed) }})
union all
select '{{ table }}' as table_name
from (select {{ columns }} from {{ ref(seed) }}
    except all
    select {{ columns }} from {{ ref(table) }})
union all
{% endfor -%}
select 'dim_group' as table_name
from (select group_id, aliases from {{ ref('dim_group') }}
    except all
    select * from aliases)
{%- for table, other, name in [
    (ref('dim_date'), 'calendar', 'dim_date'), ('registered', 'designations', 'bridge_group_designation'),
    ('pairs', 'expected_pairs', 'bridge_group_designation'), (ref('dim_legal_basis'), 'bases', 'dim_legal_basis')
] %}
union all
select '{{ name }}' as table_name from (select * from {{ table }}
    except all
    select * from {{ other }})
union all
select '{{ name }}' as table_name from (select * from {{ other }}
    except all
    select * from {{ table }})
{%- endfor %}
