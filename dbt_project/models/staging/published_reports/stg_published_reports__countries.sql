select
    codes.country_code,
    coalesce(used.country_name, codes.country_name) as country_name
from (
    select
        country_code,
        min(country_name) as country_name
    from {{ source('raw', 'country_names') }}
    group by country_code
    union all
    select
        country_code,
        country_name
    from {{ ref('countries') }}
    where country_code not in (select country_code from {{ source('raw', 'country_names') }})
) as codes
left join {{ ref('countries') }} as used on codes.country_code = used.country_code
