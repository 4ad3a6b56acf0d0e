{%- set blanks = "chr(9) || chr(10) || chr(13)" -%}
-- What was handed over stands only in the text of the answer, one field after the other.
with answers as (
    select
        known.request_id,
        translate(lower(responses.reason), ',،؛' || {{ blanks }}, ';;;   ') as reason
    from {{ ref('int_responses__known') }} as known
    inner join {{ ref('stg_takedown_log__responses') }} as responses
        on known.response_id = responses.response_id
        and known.recorded_at = responses.recorded_at
    where known.event_type = 'data_disclosed'
),

parts as (
    select
        request_id,
        {{ each_part('reason', ';') }} as part
    from answers
),

named as (
    select distinct
        request_id,
        replace(trim(both ' .' from part), '  ', ' ') as field_label
    from parts
)

select
    named.request_id,
    named.field_label,
    fields.field_id
from named
left join {{ ref('disclosure_fields') }} as fields
    on named.field_label = fields.label
where named.field_label <> ''
