# Example values: replace them with your own. Set passwords in TF_VAR_source_password and TF_VAR_destination_password.
region                  = "cn-hangzhou"
source_account_id       = "1234567890123456"
destination_account_id  = "2345678901234567"
source_instance_id      = "rm-source-orders"
destination_instance_id = "rm-destination-orders"
