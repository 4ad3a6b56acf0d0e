select
    publisher,
    report,
    country_code,
    period_start,
    period_end,
    platform_id,
    product,
    requestor,
    reason,
    unit,
    measure,
    new_vintage,
    comparison,
    old_vintage,
    old_value_low,
    old_value_high,
    old_value_status,
    new_value_low,
    new_value_high,
    new_value_status,
    case
        when old_value_low = old_value_high and new_value_low = new_value_high
            then {{ ratio('new_value_low', 'old_value_low') }}
    end as ratio,
    suspected_cause,
    old_source_file,
    old_source_file_sha256,
    old_source_row,
    new_source_file,
    new_source_file_sha256,
    new_source_row
from {{ ref('int_restatements__explained') }}
