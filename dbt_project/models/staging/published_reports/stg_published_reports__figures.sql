{# Digits, or digits in groups of three; nothing that a cast would read more into, such as 1e2 or 0x1F. #}
{%- set whole = '(?:[0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)' %}
with read_texts as (
    select
        *,
        nullif(regexp_extract(value_text, '^({{ whole }}(?:[.][0-9]+)?)%?$', 1), '') as number_text,
        nullif(regexp_extract(value_text, '^< ?({{ whole }})$', 1), '') as below_text,
        nullif(regexp_extract(value_text, '^({{ whole }}) - {{ whole }}$', 1), '') as from_text,
        nullif(regexp_extract(value_text, '^{{ whole }} - ({{ whole }})$', 1), '') as to_text
    from {{ ref('stg_published_reports__figure_countries') }}
),

-- The same publication under two hashes (re-saved, zipped) is one; two that disagree both stay, and fail the grain.
-- A rate is as exact as its digits; but publishers drop the last zeros, so that 0 and 0.3 stand for 0.00 and 0.30 where
-- the same file goes to hundredths.
numbered as (
    select
        *,
        cast(translate(number_text, ',', '') as double) as number,
        cast(translate(below_text, ',', '') as double) as bound,
        cast(translate(from_text, ',', '') as double) as lowest,
        cast(translate(to_text, ',', '') as double) as highest,
        greatest(
            length(split_part(number_text, '.', 2)),
            least(2, max(length(split_part(number_text, '.', 2))) over (
                partition by source_file_sha256, source_file, unit, measure
            ))
        ) as digits_count,
        row_number() over (
            partition by
                publisher, report, vintage, coalesce(country_code, country_label), period_start, period_end,
                product_label, requestor_label, reason_label, unit, measure, is_total, value_text
            order by source_file_sha256, source_file, source_row
        ) as copy_number
    from read_texts
),

judged as (
    select
        *,
        case
            when value_text is null or value_text = '' then 'not_reported'
            when value_text = '?' then 'withheld'
            when value_text = 'N/A' then 'not_applicable'
            when value_text = 'NULL' then 'undefined'
            when bound >= 1 or lowest <= highest then 'bounded'
            when number is null or (is_zero_filled and number <> 0) then 'unreadable'
            when is_zero_filled then 'zero_filled'
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
        when value_status = 'exact' then number
        when value_status = 'bounded' then coalesce(lowest, 0)
    end as value_low,
    case
        when value_status = 'exact' then number
        when value_status = 'bounded' then coalesce(highest, bound - 1)
    end as value_high,
    case
        when value_status = 'exact' and (measure like '%percent' or measure like '%rate')
            then cast(digits_count as bigint)
    end as decimals_count,
    is_total,
    is_repeated,
    speaker,
    source_file,
    source_file_sha256,
    source_row,
    is_carried_over
from judged
