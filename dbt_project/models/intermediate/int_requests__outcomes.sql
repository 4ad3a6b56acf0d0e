{{ request_outcomes(ref('int_requests__known'), ref('int_responses__known'), ref('int_requests__decisions')) }}
