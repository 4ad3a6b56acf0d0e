{{ requested_accounts(ref('int_requests__outcomes')) }}
