operator_account_id = "3456789012345678"
