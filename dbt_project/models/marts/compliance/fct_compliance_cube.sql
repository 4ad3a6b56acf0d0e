{%- set state = filter_dimensions() + ['legal_basis', 'period_id'] -%}
{%- set rates = {
    'complied_of_reported': ('complied_count', 'reported_count'),
    'complied_of_decided': ('complied_count', 'decided_count'),
    'response': ('responded_count', 'reported_count'),
    'reversed_of_complied': ('ever_reversed_count', 'ever_complied_count'),
    'appealed_of_decided': ('decided_appealed_count', 'decided_count'),
    'not_found_of_reported': ('not_found_count', 'reported_count'),
    'undesignated_of_known': ('undesignated_group_count', 'designation_known_count'),
    'no_legal_basis_of_reported': ('no_legal_basis_count', 'reported_count'),
} -%}
with rated as (
    select
        *,
        {%- for name, (numerator, denominator) in rates.items() %}
        {{ rate_columns(name, numerator, denominator) }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ ref('int_request_states__counted') }}
),

compared as (
    select
        *,
        max(case when platform_id = 'all' then complied_of_reported_rate end) over (
            partition by {{ (state | reject('equalto', 'platform_id')) | join(', ') }}
        ) as overall_rate
    from rated
),

medians as (
    select
        {{ state | join(', ') }},
        min(case when survival_rate <= 0.5 then day_number end) as median_days
    from {{ ref('int_request_states__survived') }}
    group by {{ state | join(', ') }}
)

select
    {%- for column in state %}
    compared.{{ column }},
    {%- endfor %}
    {%- for count in state_counts() %}
    compared.{{ count }}_count,
    {%- endfor %}
    {%- for name in rates %}
    {%- for part in ['rate', 'numerator', 'denominator', 'low', 'high'] %}
    compared.{{ name }}_{{ part }},
    {%- endfor %}
    {%- endfor %}
    case
        when compared.reported_count < {{ var('min_cell') }} then 'withheld'
        -- Of nothing complied with, a bound may miss 0 by the last bit of a double: equal shares never stand apart.
        when compared.complied_of_reported_rate = compared.overall_rate then 'neither'
        when compared.complied_of_reported_high < compared.overall_rate then 'below'
        when compared.complied_of_reported_low > compared.overall_rate then 'above'
        else 'neither'
    end as complied_of_reported_standing,
    medians.median_days as median_days_to_action
from compared
left join medians on {{ same('compared', 'medians', state) }}
