{{ config(meta={
    'dagster': {'ref': {'name': 'fct_compliance_cube'}},
    'question': 'Do the filter states say what the tables by platform, agency and day say of the same requests?'
}) }}
{#- Of each table: its rows, the dimensions that it restricts, and the cube's column for each of its own. Clocks that
    run to a first response and to a decision are added up; a table's row of no request has no state: all is 0. -#}
{%- set dimensions = filter_dimensions() + ['legal_basis', 'period_id'] -%}
{%- set outcomes = ['complied', 'complied_global', 'complied_local', 'partial', 'declined', 'not_found',
    'already_removed', 'reversed'] -%}
{%- set summary, rights, daily, sla, bands = {}, {}, {}, {}, {} -%}
{%- for name in outcomes + ['reported', 'pending', 'decided', 'responded'] %}
{%- do summary.update({name ~ '_count': name ~ '_count'}) %}
{%- endfor %}
{%- for name in ['complied_of_reported', 'complied_of_decided', 'response'] %}
{%- for part in ['rate', 'numerator', 'denominator', 'low', 'high'] %}
{%- do summary.update({name ~ '_' ~ part: name ~ '_' ~ part}) %}
{%- endfor %}
{%- endfor %}
{%- for name in ['reported', 'complied', 'decided', 'ever_complied', 'reversed', 'ever_reversed', 'appealed',
    'decided_appealed', 'not_found', 'already_removed', 'undesignated_group', 'no_legal_basis'] %}
{%- do rights.update({name ~ '_count': name ~ '_count'}) %}
{%- endfor %}
{%- do rights.update({'designation_known_count': 'undesignated_of_known_denominator'}) %}
{%- for name in outcomes + ['reported'] %}
{%- do daily.update({name ~ '_count': 'total_' ~ name ~ '_count'}) %}
{%- endfor %}
{%- do daily.update({'pending_count': 'pending_count'}) %}
{%- for name, source in [('due', 'due'), ('breached', 'breached'), ('open_breached', 'open')] %}
{%- do sla.update({name ~ '_count': source ~ '_count'}) %}
{%- endfor %}
{%- for band, first_day, last_day in age_bands() %}
{%- set waited = "case when age_band = '" ~ band ~ "' then pending_count else 0 end" %}
{%- do bands.update({pending_band(first_day, last_day) ~ '_count': waited}) %}
{%- endfor %}
{%- set last_day = 'date_day = ' ~ utc_date(as_of()) -%}
{%- set tables = [
    (ref('fct_compliance_summary'), ['platform_id'], summary, 'true'),
    (ref('fct_rights_summary'), ['agency_id'], rights, 'true'),
    (ref('fct_compliance_daily'), filter_dimensions(), daily, last_day),
    (ref('fct_sla_summary'), ['platform_id'], sla, 'true'),
    (ref('fct_backlog'), ['platform_id'], bands, last_day),
] -%}
with
{%- for table, restricted, columns, condition in tables %}
repeated_{{ loop.index }} as (
    select
        {%- for name in dimensions %}
        {{ name if name in restricted else "'all' as " ~ name }},
        {%- endfor %}
        {%- for name, source in columns.items() %}
        cast(sum({{ source }}) as double) as {{ name }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ table }}
    where {{ condition }}
    group by {{ restricted | join(', ') }}
),
{%- endfor %}

differences as (
    {%- for _, restricted, columns, _ in tables %}
    {%- set said = 'repeated_' ~ loop.index %}
    select {{ loop.index }} as table_number, {{ said }}.platform_id, {{ said }}.agency_id, {{ said }}.group_id
    from {{ said }}
    left join {{ ref('fct_compliance_cube') }} as cube on {{ same(said, 'cube', dimensions) }}
    where
        {%- for name in columns %}
        coalesce({{ said }}.{{ name }}, 0) <> coalesce(cube.{{ name }}, 0){{ " or" if not loop.last }}
        {%- endfor %}
    {{ "union all" if not loop.last }}
    {%- endfor %}
)

select * from differences where {{ log_keeps_time() }}
