{{ request_decisions(ref('int_requests__known'), ref('int_responses__known')) }}
