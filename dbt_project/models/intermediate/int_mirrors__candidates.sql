{%- set sides = ['predecessor', 'successor'] -%}
-- The record that speaks for an account is that of its latest known takedown request.
with requests as (
    {{ numbered_from_latest(ref('int_requests__outcomes')) }}
),

named as (
    select
        requests.account_id,
        requests.named_group_id,
        records.platform_label,
        coalesce(nullif(trim(records.handle), ''), records.url) as subject,
        records.display_name,
        records.url
    from requests
    inner join {{ ref('stg_takedown_log__requests') }} as records
        on requests.request_id = records.request_id and requests.recorded_at = records.recorded_at
    where requests.number_from_latest = 1
),

standing as (
    {{ account_standing(ref('int_accounts__changes')) }}
),

verdicts as (
    {{ latest_verdicts(ref('int_mirror_reviews__known')) }}
)

select
    pairs.predecessor_account_id,
    pairs.successor_account_id,
    pairs.match_probability,
    {%- for side in sides %}
    {{ side }}s.platform_label as {{ side }}_platform,
    {{ side }}s.subject as {{ side }}_handle,
    {{ side }}s.display_name as {{ side }}_display_name,
    {{ side }}s.url as {{ side }}_url,
    {{ side }}s.named_group_id as {{ side }}_group,
    {{ side }}_standing.followers as {{ side }}_followers,
    {%- endfor %}
    pairs.blocked_at,
    pairs.reappeared_at,
    pairs.days_to_reappearance,
    pairs.evidence,
    pairs.review_status,
    verdicts.review_id as earlier_review_id,
    verdicts.reviewed_at as earlier_reviewed_at
from {{ ref('int_mirrors__paired') }} as pairs
{%- for side in sides %}
inner join named as {{ side }}s on pairs.{{ side }}_account_id = {{ side }}s.account_id
left join standing as {{ side }}_standing on pairs.{{ side }}_account_id = {{ side }}_standing.account_id
{%- endfor %}
left join verdicts
    on pairs.predecessor_account_id = verdicts.predecessor_account_id
    and pairs.successor_account_id = verdicts.successor_account_id
