# Example values: replace them with your own. Set passwords in TF_VAR_source_password and TF_VAR_destination_password.
region                  = "ap-guangzhou"
source_account_id       = "700000000001"
destination_account_id  = "700000000002"
operator_uin            = "700000000021"
external_id             = "shop-42"
source_instance_id      = "cdb-src00001"
destination_instance_id = "cdb-dst00001"
