select
    as_of_date,
    scenario,
    platform_set,
    reported_low,
    reported_high,
    complied_low,
    complied_high,
    reported_low_bound,
    reported_high_bound,
    complied_low_bound,
    complied_high_bound,
    is_feasible,
    assumption
from {{ source('raw', 'claim_feasibility') }}
