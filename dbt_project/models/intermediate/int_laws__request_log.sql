{%- set skew -%} interval {{ var('clock_skew_minutes') }} minute {%- endset -%}
with events as (
    select
        count(*) as checked_count,
        count(*) filter (where requests.request_id is null) as orphan_count,
        count(*) filter (where responses.event_at < requests.reported_at) as before_request_count
    from {{ ref('int_responses__known') }} as responses
    left join {{ ref('int_requests__known') }} as requests on responses.request_id = requests.request_id
),

records as (
    select 'request' as kind, reported_at as happened_at, recorded_at, has_conflict
    from {{ ref('int_requests__versions') }}
    union all
    select 'response' as kind, event_at as happened_at, recorded_at, has_conflict
    from {{ ref('int_responses__versions') }}
    union all
    select 'account check' as kind, checked_at as happened_at, recorded_at, has_conflict
    from {{ ref('stg_takedown_log__account_checks') }}
    union all
    select 'complaint' as kind, received_at as happened_at, recorded_at, has_conflict
    from {{ ref('stg_takedown_log__complaints') }}
    union all
    select 'mirror review' as kind, reviewed_at as happened_at, recorded_at, has_conflict
    from {{ ref('int_mirror_reviews__versions') }}
),

-- A record that was learned of after the as-of instant does not exist yet, unless it is dated after the run itself.
record_counts as (
    select
        count(*) filter (where records.recorded_at <= clock.as_of) as checked_count,
        count(*) filter (
            where records.recorded_at <= clock.as_of and records.recorded_at + {{ skew }} < records.happened_at
        ) as recorded_early_count,
        count(*) filter (
            where greatest(records.recorded_at, records.happened_at) > clock.ran_at + {{ skew }}
        ) as future_count,
        count(*) filter (where records.recorded_at <= clock.as_of and records.has_conflict) as conflict_count
    from records
    cross join {{ ref('stg_warehouse__clock') }} as clock
)

select 'nothing_before_its_request' as law_id, before_request_count as violation_count, checked_count from events
union all
select 'every_response_has_a_request' as law_id, orphan_count as violation_count, checked_count from events
union all
select 'nothing_recorded_before_it_happens' as law_id, recorded_early_count as violation_count, checked_count
from record_counts
union all
select 'nothing_in_the_future' as law_id, future_count as violation_count, checked_count from record_counts
union all
select 'one_record_per_key_and_time' as law_id, conflict_count as violation_count, checked_count from record_counts
