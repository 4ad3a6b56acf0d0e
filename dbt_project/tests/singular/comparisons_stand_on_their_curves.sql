{{ config(meta={
    'dagster': {'ref': {'name': 'fct_time_to_action_comparisons'}},
    'question': 'Do the comparisons of platforms say what the curves of both sides say?'
}) }}
-- The other side is read off the requests, not off the total; its variance is the hypergeometric one.
with durations as (
    select platform_id, duration_days, is_action, count(*) as requests
    from {{ ref('int_requests__durations') }}
    group by all
),

platforms as (select distinct platform_id from durations),

sides as (
    select 'pair' as comparison_kind, one.platform_id, other.platform_id as other_platform_id
    from platforms as one
    inner join platforms as other on one.platform_id < other.platform_id
    union all
    select 'others' as comparison_kind, platform_id, 'others' as other_platform_id from platforms
),

members as (
    select sides.*, durations.platform_id = sides.platform_id as is_ours, durations.* exclude (platform_id) from sides
    inner join durations
        on sides.comparison_kind = 'others' or durations.platform_id in (sides.platform_id, sides.other_platform_id)
),

days as (
    select distinct comparison_kind, platform_id, other_platform_id, duration_days as day_number
    from members where is_action
),

tables as (
    select
        days.*,
        sum(members.requests) as at_risk,
        coalesce(sum(members.requests) filter (where members.is_ours), 0) as ours,
        sum(members.requests) filter (where members.is_action and members.duration_days = days.day_number) as actions
    from days
    inner join members
        on {{ same('days', 'members', ['comparison_kind', 'platform_id', 'other_platform_id']) }}
        and days.day_number <= members.duration_days
    group by all
),

expected as (
    select
        comparison_kind, platform_id, other_platform_id,
        sum({{ ratio('actions * ours', 'at_risk') }}) as expected_actions,
        sum({{ ratio('ours * (at_risk - ours) * actions * (at_risk - actions)', 'at_risk * at_risk * (at_risk - 1)') }})
            as variance
    from tables
    group by all
),

counted as (
    select
        comparison_kind, platform_id, other_platform_id,
        {%- for side, is_ours in [('', 'is_ours'), ('other_', 'not is_ours')] %}
        sum(requests) filter (where {{ is_ours }}) as {{ side }}reported_count,
        coalesce(sum(requests) filter (where {{ is_ours }} and is_action), 0) as {{ side }}action_count
        {{- "," if not loop.last }}
        {%- endfor %}
    from members
    group by all
    having bool_or(not is_ours)
),

recounted as (
    select
        counted.*,
        1 as degrees_of_freedom,
        coalesce(expected.expected_actions, 0) as expected_actions,
        counted.action_count + counted.other_action_count - coalesce(expected.expected_actions, 0)
            as other_expected_actions,
        {{ ratio('power(counted.action_count - expected.expected_actions, 2)', 'expected.variance') }} as statistic,
        count(nullif(expected.variance, 0)) over (partition by counted.comparison_kind) as comparisons_count
    from counted
    left join expected on {{ same('counted', 'expected', ['comparison_kind', 'platform_id', 'other_platform_id']) }}
),

published as (select * from {{ ref('fct_time_to_action_comparisons') }})

{{ differing('published', 'recounted', ['comparison_kind', 'platform_id', 'other_platform_id'],
    ['reported_count', 'other_reported_count', 'action_count', 'other_action_count', 'degrees_of_freedom',
    'comparisons_count'], ['expected_actions', 'other_expected_actions', 'statistic']) }}
