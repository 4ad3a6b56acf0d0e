{%- set marks = " -–’''.,()" %}
-- Names are compared whole, by their letters and digits: `NAME (SHORT)` is known as both. Likeness is no match.
with newest as (
    select max(vintage) as vintage
    from {{ ref('stg_published_reports__entities') }}
    where report = 'un_consolidated_list'
),

listed as (
    select
        entities.reference,
        entities.listed_on,
        entities.entity_name
    from {{ ref('stg_published_reports__entities') }} as entities
    inner join newest on entities.vintage = newest.vintage
    where entities.report = 'un_consolidated_list'
),

spellings as (
    select reference, listed_on, entity_name as spelling from listed
    union all
    select reference, listed_on, split_part(entity_name, '(', 1) as spelling from listed
    union all
    select reference, listed_on, split_part(split_part(entity_name, '(', 2), ')', 1) as spelling from listed
),

named as (
    select distinct
        labels.group_id,
        spellings.reference,
        spellings.listed_on
    from spellings
    inner join {{ ref('group_labels') }} as labels
        on translate(lower(spellings.spelling), '{{ marks }}', '') = translate(labels.label, '{{ marks }}', '')
),

compared as (
    select
        designations.designation_id,
        designations.is_listed,
        designations.listed_by,
        newest.vintage,
        count(named.reference) > 0 as is_named,
        count(*) filter (
            where named.reference = designations.reference
            and named.listed_on between designations.listed_from and designations.listed_by
        ) > 0 as is_found
    from {{ ref('designations') }} as designations
    cross join newest
    left join named on designations.named_group_id = named.group_id
    where designations.authority_id = 'un'
    group by designations.designation_id, designations.is_listed, designations.listed_by, newest.vintage
),

judged as (
    select
        *,
        case
            when vintage is null then cast(null as boolean)
            when not is_listed then not is_named
            when is_found then true
            when listed_by <= vintage then false
        end as is_corroborated
    from compared
)

select
    designation_id,
    case when is_corroborated is not null then vintage end as corroborating_vintage,
    is_corroborated
from judged
