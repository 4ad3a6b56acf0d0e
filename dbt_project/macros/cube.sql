{# Counting takedown requests once for every filter state: each combination of a platform, an agency, a group, an action
   (and a legal basis), or all of them, within all time, a quarter or a month. #}

{# What a reader can restrict requests by, besides the period. #}
{% macro filter_dimensions() -%}
    {{ return(['platform_id', 'agency_id', 'group_id', 'requested_action']) }}
{%- endmacro %}

{# The columns of a state: `all` where it is not restricted. No dimension is ever NULL, so that a NULL is a total. #}
{% macro state_columns(dimensions) -%}
    {%- for dimension in dimensions %}
    coalesce({{ dimension }}, 'all') as {{ dimension }}{{ "," if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# Every cell of a relation three times: under all time, under its quarter and under its month. The same is counted in
   each, so a state of one period is added up from that period alone. #}
{% macro in_periods(cells) -%}
    select *, 'all' as period_id from {{ cells }}
    union all
    select
        *,
        concat(cast(year(month_start_date) as varchar), '-Q', cast(quarter(month_start_date) as varchar)) as period_id
    from {{ cells }}
    union all
    select
        *,
        concat(
            cast(year(month_start_date) as varchar), '-', lpad(cast(month(month_start_date) as varchar), 2, '0')
        ) as period_id
    from {{ cells }}
{%- endmacro %}

{# What is counted of the requests of a state. #}
{% macro state_counts() -%}
    {%- set counts = ['reported', 'complied', 'complied_global', 'complied_local', 'partial', 'declined', 'not_found',
        'already_removed', 'pending', 'reversed', 'decided', 'responded'] -%}
    {%- for band, first_day, last_day in age_bands() -%}
        {%- do counts.append(pending_band(first_day, last_day)) -%}
    {%- endfor -%}
    {{ return(counts + ['ever_complied', 'ever_reversed', 'appealed', 'decided_appealed', 'no_legal_basis',
        'undesignated_group', 'designation_known', 'due', 'breached', 'open_breached']) }}
{%- endmacro %}

{# pending_2_7, pending_over_90: an age band as a part of a column's name. #}
{% macro pending_band(first_day, last_day) -%}
    {%- if last_day is none -%}
        {{ return('pending_over_' ~ (first_day - 1)) }}
    {%- endif -%}
    {{ return('pending_' ~ first_day ~ '_' ~ last_day) }}
{%- endmacro %}

{# Of a cube, each state that leaves a dimension open, once per dimension that it leaves open (`left_open`). `keys`: the
   grain; `counts`: what adds up. A test holds it against closed_states. #}
{% macro open_states(cube, dimensions, keys, counts) -%}
    {%- for dimension in dimensions %}
    select '{{ dimension }}' as left_open, {{ (keys + counts) | join(', ') }}
    from {{ cube }}
    where {{ dimension }} = 'all'
    {{ "union all" if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# What the states that restrict a dimension come to, together, in its place. #}
{% macro closed_states(cube, dimensions, keys, counts) -%}
    {%- for dimension in dimensions %}
    select
        '{{ dimension }}' as left_open,
        {%- for key in keys %}
        {{ "'all' as " if key == dimension }}{{ key }},
        {%- endfor %}
        {%- for count in counts %}
        sum({{ count }}) as {{ count }}{{ "," if not loop.last }}
        {%- endfor %}
    from {{ cube }}
    where {{ dimension }} <> 'all'
    group by {{ keys | reject('equalto', dimension) | join(', ') }}
    {{ "union all" if not loop.last }}
    {%- endfor %}
{%- endmacro %}
