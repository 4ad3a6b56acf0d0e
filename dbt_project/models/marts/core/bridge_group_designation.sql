select
    designations.designation_id,
    coalesce(named_groups.parent_group_id, named_groups.group_id) as group_id,
    designations.named_group_id,
    designations.authority_id,
    designations.authority,
    designations.instrument,
    designations.alias_or_unit,
    designations.is_listed,
    designations.listed_from as listed_on,
    designations.listed_by as listed_by_date,
    designations.listed_on_precision,
    designations.status,
    designations.reference,
    designations.source,
    designations.confidence,
    corroborated.corroborating_vintage,
    corroborated.is_corroborated
from {{ ref('designations') }} as designations
inner join {{ ref('groups') }} as named_groups
    on designations.named_group_id = named_groups.group_id
left join {{ ref('int_designations__corroborated') }} as corroborated
    on designations.designation_id = corroborated.designation_id
