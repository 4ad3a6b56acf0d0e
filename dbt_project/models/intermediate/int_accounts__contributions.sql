{{ reach_contributions(ref('int_accounts__blurred')) }}
