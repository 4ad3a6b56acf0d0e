{%- set cell = [
    'publisher', 'report', 'country_code', 'period_start', 'period_end', 'platform_id', 'product', 'requestor',
    'reason', 'unit', 'measure'
] -%}
{%- set grain = [
    'publisher', 'report', 'period_start', 'period_end', 'unit', 'measure', 'is_total', 'has_product',
    'has_requestor', 'has_reason'
] -%}
-- A cell with a number that only one of two vintages carries, though both carry its half-year in its split. What is
-- only carried over from a seed says nothing about what its file held besides.
with candidates as (
    select
        *,
        product <> 'all' as has_product,
        requestor <> 'all' as has_requestor,
        reason <> 'all' as has_reason
    from {{ ref('int_restatements__candidates') }}
),

carried as (
    select
        {{ grain | join(', ') }},
        vintage,
        min(source_file) as source_file,
        min(source_file_sha256) as source_file_sha256
    from candidates
    where not is_carried_over
    group by {{ grain | join(', ') }}, vintage
),

sequenced as (
    select
        *,
        lag(vintage) over (partition by {{ grain | join(', ') }} order by vintage) as vintage_before,
        lead(vintage) over (partition by {{ grain | join(', ') }} order by vintage) as vintage_after
    from carried
),

sided as (
    select *, 'left_out' as side, vintage_before as cell_vintage from sequenced
    union all
    select *, 'added' as side, vintage_after as cell_vintage from sequenced
)

select
    {{ 'given.' ~ cell | join(', given.') }},
    sided.side,
    case when sided.side = 'added' then given.vintage else sided.vintage end as new_vintage,
    case when sided.side = 'added' then sided.vintage else given.vintage end as old_vintage,
    given.value_low,
    given.value_high,
    given.value_status,
    given.source_file,
    given.source_file_sha256,
    given.source_row,
    sided.source_file as other_source_file,
    sided.source_file_sha256 as other_source_file_sha256
from sided
inner join candidates as given
    on sided.cell_vintage = given.vintage
    {%- for name in grain %}
    and sided.{{ name }} = given.{{ name }}
    {%- endfor %}
left join candidates as other
    on sided.vintage = other.vintage
    {%- for name in cell %}
    and given.{{ name }} = other.{{ name }}
    {%- endfor %}
where not given.is_sum and given.value_low is not null and other.vintage is null
