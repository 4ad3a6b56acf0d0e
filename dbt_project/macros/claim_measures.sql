{# What a claim's metric and unit are in fct_compliance_at_claims: its column, the column of the whole that a rate is a
   share of, and whether the column is only the least it can be (who is reported has been identified, and others may
   have been). #}
{% macro claim_measures() -%}
    {%- set units = [('request', ''), ('account', 'accounts_')] -%}
    {%- set measures = [
        {'metric': 'followers_removed', 'unit': 'follower', 'column': 'followers_removed'},
        {'metric': 'complaints_under_investigation_count', 'unit': 'complaint',
            'column': 'complaints_under_investigation_count'},
    ] -%}
    {%- for unit, prefix in units -%}
        {%- for outcome in ['reported', 'complied', 'pending'] -%}
            {%- do measures.append({'metric': outcome ~ '_count', 'unit': unit,
                'column': prefix ~ outcome ~ '_count'}) -%}
        {%- endfor -%}
        {%- do measures.append({'metric': 'identified_count', 'unit': unit, 'column': prefix ~ 'reported_count',
            'is_least': true}) -%}
        {%- do measures.append({'metric': 'complied_of_reported_rate', 'unit': unit,
            'column': prefix ~ 'complied_count', 'whole': prefix ~ 'reported_count'}) -%}
    {%- endfor -%}
    {{ return(measures) }}
{%- endmacro %}

{# What `field` of the measure is for the claim in `claims`, each said by `say`; NULL for a claim of anything else. #}
{% macro claim_measure(field, say) -%}
    case
        {%- for measure in claim_measures() if measure[field] %}
        when claims.metric = '{{ measure.metric }}' and claims.unit = '{{ measure.unit }}'
            then {{ say[0] }}{{ measure[field] }}{{ say[1] }}
        {%- endfor %}
    end
{%- endmacro %}

{# Over the listings of one group by one authority: is it listed for certain by a date? #}
{% macro is_listed_by(listings, date) -%}
    coalesce(bool_or(
        {{ listings }}.is_listed and {{ listings }}.listed_by_date <= {{ date }}
    ), false)
{%- endmacro %}

{# And is there evidence that it is not: rows, none of which lists it by then? Where only the month is known, either
   may be so; where no row speaks of the pair, nobody has looked. #}
{% macro is_not_listed_by(listings, date) -%}
    count({{ listings }}.designation_id) > 0
    and not coalesce(bool_or(
        {{ listings }}.is_listed and coalesce({{ listings }}.listed_on <= {{ date }}, true)
    ), false)
{%- endmacro %}

{# A count in whole numbers, a rate to three places. #}
{% macro number_words(metric, value) -%}
    case when {{ metric }} like '%_rate' then cast(cast({{ value }} as decimal(38, 3)) as varchar)
        else cast(cast({{ value }} as bigint) as varchar) end
{%- endmacro %}

{# An interval in words: `533`, `0.276 to 0.280`, `851 or more`. #}
{% macro interval_words(metric, low, high) -%}
    concat(
        {{ number_words(metric, low) }},
        case
            when {{ high }} is null then ' or more'
            when {{ high }} = {{ low }} then ''
            else concat(' to ', {{ number_words(metric, high) }})
        end
    )
{%- endmacro %}
