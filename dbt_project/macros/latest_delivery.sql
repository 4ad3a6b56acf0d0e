{# One row per key and record time: the same record delivered twice is one record. Two different records
   under one key and time are told apart by content, never by the order they were loaded in, and flagged. #}
{% macro latest_delivery(relation, key) %}
    select * from (
        select
            *,
            min(record_hash) over (partition by {{ key }}, recorded_at)
                <> max(record_hash) over (partition by {{ key }}, recorded_at) as has_conflict,
            row_number() over (
                partition by {{ key }}, recorded_at order by record_hash, batch_id
            ) as delivery_number
        from {{ relation }}
    ) as numbered
    where delivery_number = 1
{% endmacro %}
