{# A count in whole numbers, a rate in percent: as the cells of a page beside it say them. #}
{% macro number_words(metric, value) -%}
    case when {{ metric }} like '%_rate' then {{ percent_text(value) }} else {{ whole_number_text(value) }} end
{%- endmacro %}

{# An interval in words: `533`, `27.6% to 28.0%`, `851 or more`. #}
{% macro interval_words(metric, low, high) -%}
    concat(
        {{ number_words(metric, low) }},
        case
            when {{ high }} is null then ' or more'
            when {{ number_words(metric, high) }} = {{ number_words(metric, low) }} then ''
            else concat(' to ', {{ number_words(metric, high) }})
        end
    )
{%- endmacro %}

{# A share that may be anything up to all has no upper end worth saying. #}
{% macro upper_end(metric, high) -%}
    case when {{ metric }} not like '%_rate' or {{ high }} < 1 then {{ high }} end
{%- endmacro %}

{# Beside a number pending, the sentence that all not complied with are more than these; empty where it is not known. #}
{% macro pending_words(not_complied, pending) -%}
    case when {{ not_complied }} is null then '' else concat(
        ' Not complied with: ', {{ whole_number_text(not_complied) }}, ', of which ', {{ whole_number_text(pending) }},
        ' are pending and ', {{ whole_number_text(not_complied ~ ' - ' ~ pending) }}, ' were answered otherwise.'
    ) end
{%- endmacro %}
