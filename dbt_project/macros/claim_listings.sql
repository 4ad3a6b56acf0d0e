{# How sure the register is of a row, from its own words: high, medium or low. Where one remark speaks of several
   authorities, `high (UN), medium (US, UK)`, it is read for the authority of the row, the weaker word first; a row that
   does not say how sure it is counts as low. #}
{% macro listing_confidence(listings) -%}
    case
        {%- for level in ['low', 'medium'] %}
        when {{ listings }}.confidence like concat('%{{ level }} (%', upper({{ listings }}.authority_id), '%)%')
            then '{{ level }}'
        {%- endfor %}
        {%- for level in ['high', 'medium'] %}
        when {{ listings }}.confidence like '{{ level }}%' then '{{ level }}'
        {%- endfor %}
        else 'low'
    end
{%- endmacro %}

{# Is the row evidence? One of low confidence can raise a doubt, and decides nothing. #}
{% macro is_evidence(listings) -%}
    {{ listing_confidence(listings) }} <> 'low'
{%- endmacro %}

{# Over the listings of one group by one authority: is it listed for certain by a date? #}
{% macro is_listed_by(listings, date) -%}
    coalesce(bool_or(
        {{ listings }}.is_listed and {{ listings }}.listed_by_date <= {{ date }} and {{ is_evidence(listings) }}
    ), false)
{%- endmacro %}

{# Does any of them say that it may be listed by then, however weakly? Where only the month is known, it may be. #}
{% macro may_be_listed_by(listings, date) -%}
    coalesce(bool_or({{ listings }}.is_listed and coalesce({{ listings }}.listed_on <= {{ date }}, true)), false)
{%- endmacro %}

{# And is there evidence that it is not: rows that are evidence, while none lists it by then? Where no such row is of
   the pair, nobody has looked well enough. #}
{% macro is_not_listed_by(listings, date) -%}
    coalesce(bool_or({{ is_evidence(listings) }}), false) and not {{ may_be_listed_by(listings, date) }}
{%- endmacro %}

{# Was it listed by a date: true, false, or NULL where nobody has looked well enough. #}
{% macro was_listed_by(listings, date) -%}
    case
        when {{ is_listed_by(listings, date) }} then true
        when {{ is_not_listed_by(listings, date) }} then false
    end
{%- endmacro %}

{# The best confidence among the listings that are `chosen`: high, medium, low; NULL where none is. #}
{% macro best_confidence(listings, chosen) -%}
    case
        {%- for level in ['high', 'medium', 'low'] %}
        when bool_or({{ chosen }} and {{ listing_confidence(listings) }} = '{{ level }}') then '{{ level }}'
        {%- endfor %}
    end
{%- endmacro %}
