{{ blurred_changes(ref('int_accounts__changes')) }}
