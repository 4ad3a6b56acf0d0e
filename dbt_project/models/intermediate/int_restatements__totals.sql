{%- set cell = ['publisher', 'report', 'country_code', 'period_start', 'period_end', 'unit', 'measure'] -%}
-- What all who asked in a country come to, where the whole is known, against the vintage before. A change that the
-- very cell shows already is not told again.
with totals as (
    select
        *,
        lag(vintage) over (partition by {{ cell | join(', ') }} order by vintage) as old_vintage
    from {{ ref('int_published_totals__settled') }}
    where requestor = 'all' and is_complete
),

sources as (
    select
        {{ cell | join(', ') }},
        vintage,
        source_file,
        source_file_sha256,
        row_number() over (
            partition by {{ cell | join(', ') }}, vintage order by is_total, source_file, source_file_sha256
        ) as place
    from {{ ref('int_published_figures__known') }}
)

select
    {{ 'new.' ~ cell | join(', new.') }},
    whole.platform_id,
    new.vintage as new_vintage,
    old.vintage as old_vintage,
    old.value_low as old_value_low,
    old.value_high as old_value_high,
    new.value_low as new_value_low,
    new.value_high as new_value_high,
    old_source.source_file as old_source_file,
    old_source.source_file_sha256 as old_source_file_sha256,
    new_source.source_file as new_source_file,
    new_source.source_file_sha256 as new_source_file_sha256,
    -- The unchanged totals are kept: they show where only the parts are counted another way.
    told.publisher is null
    and (new.value_low is distinct from old.value_low or new.value_high is distinct from old.value_high) as is_news
from totals as new
inner join totals as old
    on new.old_vintage = old.vintage and new.is_repeated = old.is_repeated
    {%- for name in cell %}
    and new.{{ name }} = old.{{ name }}
    {%- endfor %}
inner join sources as old_source
    on old.vintage = old_source.vintage and old_source.place = 1
    {%- for name in cell %}
    and old.{{ name }} = old_source.{{ name }}
    {%- endfor %}
inner join sources as new_source
    on new.vintage = new_source.vintage and new_source.place = 1
    {%- for name in cell %}
    and new.{{ name }} = new_source.{{ name }}
    {%- endfor %}
inner join {{ ref('published_products') }} as whole on new.publisher = whole.publisher and whole.label = 'all'
left join {{ ref('int_restatements__compared') }} as told
    on whole.platform_id = told.platform_id and new.vintage = told.new_vintage
    and told.product = 'all' and told.requestor = 'all' and told.reason = 'all'
    and (
        told.comparison = 'same_grain'
        or (new.value_low = told.new_value_low and old.value_low = told.old_value_low)
    )
    {%- for name in cell %}
    and new.{{ name }} = told.{{ name }}
    {%- endfor %}
