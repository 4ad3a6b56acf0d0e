select
    groups.group_id,
    groups.group_name,
    groups.parent_group_id,
    {{ sorted_list('labels.label') }} as aliases
from {{ ref('groups') }} as groups
left join {{ ref('group_labels') }} as labels
    on groups.group_id = labels.group_id
    and labels.is_alias
group by groups.group_id, groups.group_name, groups.parent_group_id
