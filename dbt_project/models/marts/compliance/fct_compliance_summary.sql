{{ compliance_summary(
    ref('fct_requests'), ref('int_accounts__requested'), ref('int_accounts__changes'), as_of()
) }}
