select
    {{ filter_dimensions() | join(',\n    ') }},
    period_id,
    day_number,
    at_risk_count,
    action_count,
    survival_rate,
    survival_numerator,
    survival_denominator,
    survival_low,
    survival_high
from {{ ref('int_request_states__survived') }}
where legal_basis = 'all'
