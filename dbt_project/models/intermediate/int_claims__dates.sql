with dates as (
    select distinct as_of as as_of_date
    from {{ ref('official_claims') }}
)

select
    as_of_date,
    {{ last_instant('as_of_date') }} as as_of
from dates
where {{ last_instant('as_of_date') }} <= {{ as_of() }}
