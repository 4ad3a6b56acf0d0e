{%- set words = {'request': 'requests', 'item': 'items', 'account': 'accounts', 'url': 'URLs'} -%}
{%- set sides = {'urls_processed': 'sent to', 'blocked': 'blocked on'} -%}
with judged as (
    select
        pairs.*,
        platforms.platform_name,
        coalesce(schedules.publisher_name, platforms.platform_name) as publisher_name,
        case pairs.unit
            {%- for unit, plural in words.items() %}
            when '{{ unit }}' then '{{ plural }}'
            {%- endfor %}
        end as unit_words,
        case pairs.government_measure
            {%- for measure, verb in sides.items() %}
            when '{{ measure }}' then '{{ verb }}'
            {%- endfor %}
        end as side_words,
        pairs.unit = 'url' as is_same_unit,
        pairs.is_window_covered and pairs.has_same_asks as is_same_population
    from {{ ref('int_ledger_pairs__windowed') }} as pairs
    left join {{ ref('platforms') }} as platforms on pairs.platform_id = platforms.platform_id
    left join {{ ref('reporting_schedules') }} as schedules on pairs.report = schedules.report
    where pairs.government_value is not null or pairs.value_low is not null
),

typed as (
    select
        *,
        case
            when government_value is null or value_low is null then 'missing_side'
            when not is_same_unit then 'unit_mismatch'
            when not is_same_population then 'population_mismatch'
            when government_value between value_low and coalesce(value_high, government_value) then 'agree'
            else 'disagree'
        end as variance_type
    from judged
)

select
    country_code,
    platform_id,
    as_of_date,
    window_label,
    coalesce(publisher, 'none') as publisher,
    coalesce(report, 'none') as report,
    case government_measure when 'blocked' then 'actioned' else 'received' end as measure,
    coalesce(unit, 'none') as unit,
    period_start,
    period_end,
    government_measure,
    'url' as government_unit,
    cast(government_value as bigint) as government_value,
    government_speaker,
    value_low as platform_value_low,
    value_high as platform_value_high,
    'platform' as platform_speaker,
    cast(half_years_expected_count as bigint) as half_years_expected_count,
    cast(half_years_covered_count as bigint) as half_years_covered_count,
    cast(half_years_present_count as bigint) as half_years_present_count,
    coalesce(is_same_unit, false) as is_same_unit,
    coalesce(is_same_population, false) as is_same_population,
    case when variance_type in ('agree', 'disagree') then {{ ratio('value_low', 'government_value') }} end as ratio_low,
    case when variance_type in ('agree', 'disagree') then {{ ratio('value_high', 'government_value') }} end
        as ratio_high,
    variance_type,
    case
        when publisher is null
            then concat('No report is read here in which ', platform_name, ' counts what governments ask of it.')
        when government_value is null
            then concat('The regulator gives no number of URLs ', side_words, ' ', platform_name, '.')
        when value_low is null and report = 'meta_content_restrictions' and government_measure = 'urls_processed'
            then 'Meta publishes what it restricted, not what it was asked to restrict.'
        when value_low is null and half_years_covered_count = 0
            then concat('No report of ', publisher_name, ' read here covers the time that the regulator counts.')
        when value_low is null
            then concat(
                'The reports of ', publisher_name, ' give no number of ', unit_words, ' on ', platform_name,
                ' for the time that the regulator counts.'
            )
        when variance_type = 'unit_mismatch'
            then concat('The regulator counts URLs and ', publisher_name, ' counts ', unit_words,
                ', so the two numbers cannot be compared.')
        when variance_type = 'population_mismatch' and window_start_date is null
            then 'The regulator does not say since when it counts, so its number cannot be compared.'
        when variance_type = 'population_mismatch' and not is_window_covered
            then concat('The half-years of ', publisher_name, ' do not fill the time that the regulator counts.')
        when variance_type = 'population_mismatch'
            then concat('Both count ', unit_words, ', but ', publisher_name, ' also counts what others asked for.')
        when variance_type = 'agree' then concat('Both count ', unit_words, ' over the same time, and agree.')
        when value_low > government_value
            then concat(publisher_name, ' counts more ', unit_words, ' than the regulator over the same time.')
        else concat(publisher_name, ' counts fewer ', unit_words, ' than the regulator over the same time.')
    end as reason
from typed
