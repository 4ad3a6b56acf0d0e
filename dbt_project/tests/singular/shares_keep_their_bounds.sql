{{ config(meta={
    'dagster': {'ref': {'name': 'fct_compliance_summary'}},
    'question': 'Is every share its numerator over its denominator, between Wilson bounds that belong to it?'
}) }}
-- The bounds are the two roots of (n + z^2) p^2 - (2k + z^2) p + k^2 over n = 0: held by their sum and their product,
-- which needs neither the root nor the formula that the tables are made with.
{%- set z2 = '3.841458820694124' -%}
{%- set shares = [
    ('fct_compliance_cohorts', 'complied_within', 'complied_count', 'eligible_count'),
    ('fct_compliance_cohort_cube', 'complied_within', 'complied_count', 'eligible_count'),
    ('fct_sla_summary', 'breached', 'breached_count', 'due_count'),
] -%}
{%- set named = {
    'fct_compliance_cube': ['complied_of_reported', 'complied_of_decided', 'response', 'reversed_of_complied',
        'appealed_of_decided', 'not_found_of_reported', 'undesignated_of_known', 'no_legal_basis_of_reported'],
    'fct_compliance_summary': ['complied_of_reported', 'complied_of_decided', 'response'],
    'fct_disclosure_summary': ['disclosed_of_requested', 'disclosed_of_decided', 'response'],
    'fct_engagement_outcomes': ['complied_of_judged'],
    'fct_rights_summary': ['reversed_of_complied', 'appealed_of_decided', 'not_found_of_reported',
        'undesignated_of_known', 'no_legal_basis_of_reported', 'corrected_of_reported', 'retracted_of_recorded'],
} -%}
{%- for table, names in named.items() %}
{%- for name in names %}
{%- do shares.append((table, name, name ~ '_numerator', name ~ '_denominator')) %}
{%- endfor %}
{%- endfor %}
with shares as (
    {%- for table, name, numerator, denominator in shares %}
    select
        '{{ table }}.{{ name }}' as share, {{ numerator }} as k, {{ denominator }} as n, {{ name }}_rate as rate,
        {{ name }}_low as low, {{ name }}_high as high
    from {{ ref(table) }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
)

select *
from shares
where
    not coalesce(case
        when n = 0 then rate is null and low is null and high is null
        else
            k between 0 and n
            and abs(rate * n - k) < 1e-9 * n
            and low <= rate + 1e-12 and rate <= high + 1e-12
            and abs((low + high) * (n + {{ z2 }}) - (2 * k + {{ z2 }})) < 1e-9 * (n + {{ z2 }})
            and abs(low * high * n * (n + {{ z2 }}) - k * k) < 1e-9 * n * (n + {{ z2 }})
    end, false)
