{%- set line = [
    'publisher', 'report', 'country_code', 'period_start', 'period_end', 'platform_id', 'product', 'requestor',
    'reason', 'new_vintage', 'old_vintage', 'comparison'
] -%}
-- What the counts of a row show of its requestors, the percentages beside them share: they are of the same things.
with regrouped as (
    select
        {{ line | join(', ') }},
        min(suspected_cause) as suspected_cause
    from {{ ref('int_restatements__causes') }}
    where suspected_cause in ('requestors_regrouped', 'requestors_regrouped_in_part')
    group by {{ line | join(', ') }}
)

select
    restated.publisher,
    restated.report,
    restated.country_code,
    restated.period_start,
    restated.period_end,
    restated.platform_id,
    restated.product,
    restated.requestor,
    restated.reason,
    restated.unit,
    restated.measure,
    restated.new_vintage,
    restated.comparison,
    restated.old_vintage,
    restated.old_value_low,
    restated.old_value_high,
    restated.old_value_status,
    restated.new_value_low,
    restated.new_value_high,
    restated.new_value_status,
    restated.old_source_file,
    restated.old_source_file_sha256,
    restated.old_source_row,
    restated.new_source_file,
    restated.new_source_file_sha256,
    restated.new_source_row,
    case
        when restated.suspected_cause = 'unknown' then coalesce(regrouped.suspected_cause, 'unknown')
        else restated.suspected_cause
    end as suspected_cause
from {{ ref('int_restatements__causes') }} as restated
left join regrouped
    on restated.publisher = regrouped.publisher
    {%- for name in line[1:] %}
    and restated.{{ name }} = regrouped.{{ name }}
    {%- endfor %}
