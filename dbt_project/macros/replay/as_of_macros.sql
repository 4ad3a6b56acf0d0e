{# The macros of a release: one entry a subject. Each becomes <subject>_at(v, k), its `definition`, which begins
   with log_at('v', 'k'), and <subject>_as_of(t), which is <subject>_at(t, t); both give the
   columns of the mart `like`, of which `rows` says what a row is. Those that sum `followers` can be asked to tell them
   as the public tier does. #}
{% macro replayed_subjects() -%}
    {{ return([
        {'subject': 'requests', 'like': 'fct_requests', 'rows': 'One row per takedown request',
            'definition': requests_at()},
        {'subject': 'compliance', 'like': 'fct_compliance_summary',
            'rows': 'One row per platform, and one for all together', 'definition': compliance_at(), 'followers': true},
        {'subject': 'mirrors', 'like': 'fct_mirrors',
            'rows': 'One row per candidate pair of a blocked account and its successor', 'definition': mirrors_at()},
        {'subject': 'reach', 'like': 'fct_reach_daily',
            'rows': 'One row per platform and group, every group named and nothing withheld',
            'definition': reach_at(), 'followers': true},
        {'subject': 'group_activity', 'like': 'fct_group_activity_weekly',
            'rows': 'One row per ISO week, group and platform, nothing withheld', 'definition': group_activity_at(), 'followers': true},
    ]) }}
{%- endmacro %}

{# Every macro of a release, in the order in which they are made: none calls one that comes after it. #}
{% macro as_of_macros() -%}
    {%- set macros = [{
        'name': 'as_instant', 'parameters': 'moment', 'is_table': false, 'definition': as_instant_definition(),
        'description': 'The instant that a moment means: a date, or text that is one, is its last instant in UTC, '
            ~ 'and an instant with its offset is itself. Refuses what is later than the release.',
    }] -%}
    {%- for replayed in replayed_subjects() -%}
        {%- set how = [', blurred := false', ', blurred := blurred', ' Followers are as they were counted; with '
            ~ 'blurred := true, as ' ~ replayed.like ~ ' tells them.'] if replayed.followers else ['', '', ''] %}
        {%- do macros.append({
            'name': replayed.subject ~ '_at', 'parameters': 'v, k' ~ how[0], 'is_table': true,
            'definition': replayed.definition,
            'description': replayed.rows ~ ', as things stood at v as far as was known at k: the columns of '
                ~ replayed.like ~ ', recomputed from the records of the released log that were known at k and are '
                ~ 'dated up to v. Where v is after k, what was known at k stands unchanged until v. A bare date is '
                ~ 'its last instant in UTC.' ~ how[2],
        }) -%}
        {%- do macros.append({
            'name': replayed.subject ~ '_as_of', 'parameters': 't' ~ how[0], 'is_table': true,
            'definition': 'select * from ' ~ replayed.subject ~ '_at(t, t' ~ how[1] ~ ')',
            'description': replayed.rows ~ ', as things stood at t as far as was known at t: the columns of '
                ~ replayed.like ~ ', recomputed from the released log. A bare date is its last instant in UTC.' ~ how[2],
        }) -%}
    {%- endfor -%}
    {{ return(macros) }}
{%- endmacro %}

{# Those macros as rows, in the order in which they are made; what stands for the instant of the release is filled in. #}
{% macro as_of_macro_rows() -%}
    {%- for macro in as_of_macros() %}
    select
        {{ quoted(macro.name) }} as macro_name,
        {{ quoted(macro.parameters) }} as parameters,
        {{ macro.is_table }} as is_table,
        {{ quoted(macro.description) }} as description,
        cast({{ loop.index }} as bigint) as creation_number,
        replace({{ quoted(macro.definition) }}, '{{ release_instant() }}', {{ utc_text(as_of()) }}) as definition
    {{ "union all" if not loop.last }}
    {%- endfor %}
{%- endmacro %}

{# Text as a SQL string. #}
{% macro quoted(text) -%}
    '{{ text | replace("'", "''") }}'
{%- endmacro %}
