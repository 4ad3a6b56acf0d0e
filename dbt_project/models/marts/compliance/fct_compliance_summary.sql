{{ compliance_summary(
    ref('fct_requests'), ref('int_accounts__requested'), ref('int_accounts__blurred'), as_of()
) }}
