{# What a claim's metric and unit are in fct_compliance_at_claims: its column, the column of the whole that a rate is a
   share of, the column of the upper end where an interval is told, whether the column is only the least it can be (who is reported has been identified, and others may have
   been), and beside a number pending all that were not complied with, of which it is a part. #}
{% macro claim_measures() -%}
    {%- set units = [('request', ''), ('account', 'accounts_')] -%}
    {%- set measures = [
        {'metric': 'followers_removed', 'unit': 'follower', 'column': 'followers_removed_low',
            'upper': 'followers_removed_high'},
        {'metric': 'complaints_under_investigation_count', 'unit': 'complaint',
            'column': 'complaints_under_investigation_count'},
    ] -%}
    {%- for unit, prefix in units -%}
        {%- for outcome in ['reported', 'complied'] -%}
            {%- do measures.append({'metric': outcome ~ '_count', 'unit': unit,
                'column': prefix ~ outcome ~ '_count'}) -%}
        {%- endfor -%}
        {%- do measures.append({'metric': 'pending_count', 'unit': unit, 'column': prefix ~ 'pending_count',
            'not_complied': [prefix ~ 'reported_count', prefix ~ 'complied_count']}) -%}
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

{# Of a claim about what is pending: all in `counts` that were not complied with; NULL for any other claim. #}
{% macro claim_not_complied() -%}
    case
        {%- for measure in claim_measures() if measure['not_complied'] %}
        when claims.metric = '{{ measure.metric }}' and claims.unit = '{{ measure.unit }}'
            then counts.{{ measure.not_complied[0] }} - counts.{{ measure.not_complied[1] }}
        {%- endfor %}
    end
{%- endmacro %}
