select
    request_id,
    clock,
    account_id,
    platform_id,
    requested_action,
    reported_at,
    due_at,
    stopped_at,
    agreed_hours,
    elapsed_hours,
    is_open,
    basis,
    is_agreement_synthetic
from {{ ref('int_requests__agreed_clocks') }}
where is_breached
