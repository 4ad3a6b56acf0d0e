{{ request_outcomes(
    ref('int_claims__requests'), ref('int_claims__responses'), ref('int_claims__decisions'), scope=['as_of_date']
) }}
