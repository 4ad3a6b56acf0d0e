{# The one rule by which public figures tell followers. Every account is counted with a tenth to a fifth more or fewer
   than were seen on it, and min_cell or a few more: always the same for the account, whatever the table, the day and
   the release, and known to nobody without its id, which is keyed. So whatever is added to or taken from what, no more
   comes out than the blurred counts of accounts, and none of them can be told to a tenth. Over many accounts what is
   added and what is taken away even out. With min_cell 0 nothing is protected. NULL, nobody counted, stays NULL. #}
{% macro blurred_followers(account_id, followers) -%}
{%- if var('min_cell') | int > 0 -%}
    {%- set drawn = text_number(account_id) -%}
    case when {{ followers }} is not null then greatest(0, {{ followers }} + (1 - 2 * ({{ drawn }} % 2)) * (
        cast(round({{ followers }} * (0.1 + 0.0001 * ({{ drawn }} % 1001))) as bigint)
        + {{ var('min_cell') }} + {{ drawn }} % {{ var('min_cell') }}
    )) end
{%- else -%}
    {{ followers }}
{%- endif -%}
{%- endmacro %}

{# Changes of accounts with blurred followers; `condition`, where only that is asked for. `changes`: as
   int_accounts__changes. #}
{% macro blurred_changes(changes, condition='true') -%}
    select
        account_id,
        changed_date,
        change_number,
        outcome,
        case when {{ condition }} then {{ blurred_followers('account_id', 'followers') }} else followers end as followers
    from {{ changes }}
{%- endmacro %}

{# An interval that holds the exact sum of followers and tells no account's: between two steps of a fixed scale, each a
   quarter above the one before. NULL where fewer than min_cell accounts were counted, or where one has so large a part
   of the sum that the scale would tell its own. `end`: low or high; the others: the sum, and of its accounts how many
   and the largest. #}
{% macro coarse_followers(end, total, accounts, largest) -%}
    {%- set steps = [100, 125, 160, 200, 250, 320, 400, 500, 640, 800, 1000] -%}
    {%- set unit = "cast(concat('1', repeat('0', length(cast(" ~ total ~ " - 1 as varchar)) - 3)) as bigint)" -%}
    case
        when {{ accounts }} < {{ var('min_cell') }} or {{ largest }} * {{ var('min_cell') }} > {{ total }} then null
        when {{ total }} <= {{ steps[0] }} then null
        {%- for step in steps[1:] %}
        when {{ total }} <= {{ step }} * {{ unit }}
            then {{ step if end == 'high' else steps[loop.index0] }} * {{ unit }}{{ " + 1" if end == 'low' }}
        {%- endfor %}
    end
{%- endmacro %}
