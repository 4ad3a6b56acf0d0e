{{ request_decisions(ref('int_claims__requests'), ref('int_claims__responses'), scope=['as_of_date']) }}
