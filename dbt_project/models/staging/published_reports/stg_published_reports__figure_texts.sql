-- A file that was loaded speaks for itself; of the others, the figures of one country are carried over as seeds.
with loaded as (
    select
        publisher,
        report,
        cast(observed_on as date) as vintage,
        country_label,
        country_code,
        cast(period_start as date) as period_start,
        cast(period_end as date) as period_end,
        product as product_label,
        requestor as requestor_label,
        reason as reason_label,
        unit,
        measure,
        trim(value_text) as value_text,
        coalesce(is_total = 'true', false) as is_total,
        coalesce(is_repeated = 'true', false) as is_repeated,
        coalesce(is_zero_filled = 'true', false) as is_zero_filled,
        speaker,
        file_name as source_file,
        _source_sha256 as source_file_sha256,
        cast(_row as bigint) as source_row,
        false as is_carried_over
    from {{ source('raw', 'published_figures') }}
),

loaded_files as (
    select distinct source_file_sha256 from loaded
),

carried_over as (
    select
        files.publisher,
        files.report,
        cast(files.observed_on as date) as vintage,
        'Pakistan' as country_label,
        'PK' as country_code,
        cast(date_trunc('month', cast(figures.period_end as date)) - interval '5' month as date) as period_start,
        cast(figures.period_end as date) as period_end,
        figures.product as product_label,
        figures.requestor as requestor_label,
        figures.reason as reason_label,
        figures.unit,
        figures.measure,
        trim(figures.value_text) as value_text,
        coalesce(figures.flags like '%t%', false) as is_total,
        coalesce(figures.flags like '%r%', false) as is_repeated,
        coalesce(figures.flags like '%z%', false) as is_zero_filled,
        files.speaker,
        files.source_file,
        files.source_file_sha256,
        cast(figures.source_row as bigint) as source_row,
        true as is_carried_over
    from {{ ref('published_figures_pakistan') }} as figures
    inner join {{ ref('published_files') }} as files on figures.file_id = files.file_id
    left join loaded_files on files.source_file_sha256 = loaded_files.source_file_sha256
    where loaded_files.source_file_sha256 is null
)

select * from loaded
union all
select * from carried_over
