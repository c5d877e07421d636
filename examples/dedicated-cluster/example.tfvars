# Example values: replace them with your own. Set passwords in TF_VAR_source_password and TF_VAR_destination_password.
region                  = "cn-hangzhou"
profile                 = "destination-owner"
account_id              = "2345678901234567"
dedicated_cluster_id    = "dtscluster_destination"
source_instance_id      = "rm-destination-used"
destination_instance_id = "rm-destination-orders"
