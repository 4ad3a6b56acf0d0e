-- A publisher's own spelling goes before ISO 3166. A label is matched whole or not at all.
select
    spellings.label,
    spellings.country_code
from {{ ref('country_labels') }} as spellings
union all
select
    names.label,
    names.country_code
from {{ source('raw', 'country_names') }} as names
where names.label not in (select label from {{ ref('country_labels') }})
