{{ config(meta={
    'dagster': {'ref': {'name': 'fct_compliance_cube'}},
    'question': 'Is a platform called below or above all of them only where its whole interval is?'
}) }}
{%- set others = ['agency_id', 'group_id', 'requested_action', 'legal_basis', 'period_id'] -%}
with judged as (
    select
        here.*,
        case
            when here.reported_count < {{ var('min_cell') }} then 'withheld'
            when {{ ratio('here.complied_count', 'here.reported_count') }}
                = {{ ratio('together.complied_count', 'together.reported_count') }} then 'neither'
            when here.complied_of_reported_low > together.complied_of_reported_rate then 'above'
            when together.complied_of_reported_rate > here.complied_of_reported_high then 'below'
            else 'neither'
        end as standing
    from {{ ref('fct_compliance_cube') }} as here
    left join {{ ref('fct_compliance_cube') }} as together
        on {{ same('here', 'together', others) }} and together.platform_id = 'all'
)

select * from judged where complied_of_reported_standing is distinct from standing
