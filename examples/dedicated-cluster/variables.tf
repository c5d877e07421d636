variable "region" {
  description = "Region of the dedicated cluster, of both databases and of the DTS task."
  type        = string
  default     = "cn-hangzhou"
}

variable "profile" {
  description = "Profile of the aliyun CLI's configuration file with a key of the account."
  type        = string
}

variable "account_id" {
  description = "Account that owns the databases and the dedicated cluster."
  type        = string
}

variable "dedicated_cluster_id" {
  description = "Dedicated cluster of DTS, running, in this account and region."
  type        = string
}

variable "units" {
  description = "Units (DU) of the cluster the migration may use."
  type        = number
  default     = 1
}

variable "source_instance_id" {
  description = "ApsaraDB RDS for MySQL instance that is migrated."
  type        = string
}

variable "destination_instance_id" {
  description = "ApsaraDB RDS for MySQL instance that receives the data."
  type        = string
}

variable "source_username" {
  description = "Login of DTS at the source."
  type        = string
  default     = "dts"
}

variable "destination_username" {
  description = "Login of DTS at the destination."
  type        = string
  default     = "dts"
}

variable "encryption" {
  description = "How DTS connects to both databases: `ssl`, or `none` as long as one of them has no SSL; the plan then warns."
  type        = string
  default     = "ssl"
}

# Ephemeral and without default: the passwords are in no plan, no state and no file of this folder.
variable "source_password" {
  description = "Password of the source login (TF_VAR_source_password)."
  type        = string
  ephemeral   = true
  sensitive   = true
}

variable "destination_password" {
  description = "Password of the destination login (TF_VAR_destination_password)."
  type        = string
  ephemeral   = true
  sensitive   = true
}

variable "password_version" {
  description = "Count it up when a password has changed: the new one is then sent to the task."
  type        = number
  default     = 1
}
