{{ request_states(ref('int_requests__outcomes'), ref('int_requests__decisions')) }}
