with figures as (
    select
        publisher,
        report,
        cast(observed_on as date) as vintage,
        country_label,
        country_code,
        cast(period_start as date) as period_start,
        cast(period_end as date) as period_end,
        product as product_label,
        requestor as requestor_label,
        reason as reason_label,
        unit,
        measure,
        trim(value_text) as value_text,
        -- The digits alone; the guard keeps casts from reading more into a figure than it says.
        nullif(regexp_extract(translate(value_text, ',< ', ''), '^[0-9]+$', 0), '') as digits,
        is_total = 'true' as is_total,
        speaker,
        file_name as source_file,
        _source_sha256 as source_file_sha256,
        _row as source_row
    from {{ source('raw', 'published_figures') }}
    where publisher = 'google'
),

-- The same publication under two hashes (re-saved, zipped) is one; two that disagree both stay, and fail the grain.
numbered as (
    select
        *,
        row_number() over (
            partition by
                publisher, report, vintage, country_code, period_start, period_end, product_label, requestor_label,
                reason_label, unit, measure, is_total, value_text
            order by source_file_sha256, source_file, source_row
        ) as copy_number
    from figures
),

judged as (
    select
        *,
        case
            when value_text is null or value_text = '' then 'not_reported'
            when value_text = '?' then 'withheld'
            when digits is null then 'unreadable'
            when value_text like '<%' then 'bounded'
            else 'exact'
        end as value_status
    from numbered
    where copy_number = 1
)

select
    publisher,
    report,
    vintage,
    country_label,
    country_code,
    period_start,
    period_end,
    product_label,
    requestor_label,
    reason_label,
    unit,
    measure,
    value_text,
    value_status,
    case
        when value_status = 'exact' then cast(digits as double)
        when value_status = 'bounded' then cast(0 as double)
    end as value_low,
    case
        when value_status = 'exact' then cast(digits as double)
        when value_status = 'bounded' then cast(digits as double) - 1
    end as value_high,
    is_total,
    speaker,
    source_file,
    source_file_sha256,
    source_row
from judged
