{# Candidate pairs of a blocked account and one reported after it, with what speaks for each: weights add up
   (Fellegi-Sunter), from what no instant changes (`evidence`, and the `weights` of the model that was trained) and
   what one does: `requested`, `account_changes` and `reviews` (the verdicts known), as they stood at that instant. #}

{# A probability from its log2 odds. The power is never above 1, so that no weight is too large for a double. #}
{% macro probability_of_weight(weight) -%}
    case when {{ weight }} >= 0 then {{ ratio('1', '(1 + pow(2.0, -' ~ weight ~ '))') }}
        else {{ ratio('pow(2.0, ' ~ weight ~ ')', '(1 + pow(2.0, ' ~ weight ~ '))') }} end
{%- endmacro %}

{% macro mirror_pairs(evidence, weights, requested, account_changes, reviews, materialized='') -%}
with paired_runs as ({{ complied_runs(account_changes) }}),

paired_now as ({{ account_standing(account_changes) }}),

paired_verdicts as ({{ latest_verdicts(reviews) }}),

-- First who is paired, then when: the other way round every block is held against every account.
paired_accounts as {{ materialized }} (
    select
        pairs.*,
        predecessors.platform_id,
        predecessors.group_id,
        successors.platform_id as successor_platform_id,
        successors.group_id as successor_group_id,
        successors.first_reported_at as reappeared_at,
        {{ group_level('predecessors', 'successors') }} as group_level
    from {{ evidence }} as pairs
    inner join {{ requested }} as predecessors on pairs.predecessor_account_id = predecessors.account_id
    inner join {{ requested }} as successors on pairs.successor_account_id = successors.account_id
),

eligible as (
    select
        pairs.*,
        blocks.started_at as blocked_at,
        {{ whole_days_between('blocks.started_at', 'pairs.reappeared_at') }} as days_to_reappearance,
        case when now.outcome in ('pending', 'partial', 'declined', 'reversed') then now.followers else 0 end
            as followers_regained,
        coalesce(verdicts.verdict, 'unreviewed') as review_status
    from paired_accounts as pairs
    inner join paired_runs as blocks
        on pairs.predecessor_account_id = blocks.account_id
        and blocks.started_at < pairs.reappeared_at
        and (blocks.ended_at is null or blocks.ended_at > pairs.reappeared_at)
    left join paired_now as now on pairs.successor_account_id = now.account_id
    left join paired_verdicts as verdicts
        on pairs.predecessor_account_id = verdicts.predecessor_account_id
        and pairs.successor_account_id = verdicts.successor_account_id
),

levelled as (
    select *, {{ timing_level('days_to_reappearance') }} as timing_level from eligible
),

weighed as (
    select
        levelled.*,
        coalesce(groups.weight, 0) as group_weight,
        coalesce(timings.weight, 0) as timing_weight,
        priors.weight + levelled.handle_weight + levelled.display_name_weight + levelled.followers_weight
            + coalesce(groups.weight, 0) + coalesce(timings.weight, 0) as match_weight
    from levelled
    cross join (select max(weight) as weight from {{ weights }} where comparison = 'prior') as priors
    left join {{ weights }} as groups on groups.comparison = 'group' and levelled.group_level = groups.level
    left join {{ weights }} as timings on timings.comparison = 'timing' and levelled.timing_level = timings.level
),

candidates as (
    select * from (
        select *, {{ probability_of_weight('match_weight') }} as match_probability from weighed
    ) as judged
    where match_probability >= {{ var('mirror_floor') }} or review_status <> 'unreviewed'
)

{{ best_of_each_successor('candidates') }}
{%- endmacro %}
