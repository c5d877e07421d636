# Example values: replace them with your own. Set passwords in TF_VAR_source_password and TF_VAR_destination_password.
source_region           = "cn-hangzhou"
destination_region      = "cn-shanghai"
source_account_id       = "1234567890123456"
destination_account_id  = "2345678901234567"
operator_account_id     = "3456789012345678"
source_instance_id      = "rm-source-stores"
destination_instance_id = "rm-destination-stores"
reviewer                = "database-team"
