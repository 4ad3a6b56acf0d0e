{%- set weeks -%}
(select distinct week_start_date from {{ ref('int_dates__spanned') }})
{%- endset -%}
{{ group_cells(
    weeks, ref('groups'), ref('int_requests__outcomes'), ref('int_accounts__requested'),
    ref('int_accounts__contributions'), ref('int_mirrors__paired')
) }}
