variable "region" {
  description = "Region of both databases and of the DTS task. A synchronization belongs to the region of its destination."
  type        = string
  default     = "cn-hangzhou"
}

variable "source_owner_profile" {
  description = "Profile in the configuration file of the Alibaba Cloud CLI, with an access key of the source owner."
  type        = string
  default     = "source-owner"
}

variable "destination_owner_profile" {
  description = "Profile in the configuration file of the Alibaba Cloud CLI, with an access key of the destination owner."
  type        = string
  default     = "destination-owner"
}

variable "source_account_id" {
  description = "ID of the account that owns the source database."
  type        = string
}

variable "destination_account_id" {
  description = "ID of the account that owns the destination database; it creates the task."
  type        = string
}

variable "role_name" {
  description = "Name of the RAM role in the source owner's account."
  type        = string
  default     = "ram-for-dts"
}

variable "source_instance_id" {
  description = "ID of the ApsaraDB RDS for MySQL instance to synchronize."
  type        = string
}

variable "destination_instance_id" {
  description = "ID of the ApsaraDB RDS for MySQL instance that receives the data."
  type        = string
}

variable "source_username" {
  description = "Database account that DTS uses at the source."
  type        = string
  default     = "dts"
}

variable "destination_username" {
  description = "Database account that DTS uses at the destination."
  type        = string
  default     = "dts"
}

variable "encryption" {
  description = "Encryption of the connections to both databases. Valid values: `ssl`, `none`. The plan shows a warning for `none`."
  type        = string
  default     = "ssl"
}

variable "tables" {
  description = "Tables of the database `orders` that are synchronized. A name can be added or removed while the synchronization is running."
  type        = set(string)
  default     = ["customers", "orders"]
}

variable "desired_status" {
  description = "What the synchronization does: `running`, `suspended`, or `stopped`, which ends it permanently."
  type        = string
  default     = "running"
}

# Ephemeral and without a default, so that the passwords are in no plan, no state and no file of this folder.
variable "source_password" {
  description = "Password of the source database account (TF_VAR_source_password)."
  type        = string
  ephemeral   = true
  sensitive   = true
}

variable "destination_password" {
  description = "Password of the destination database account (TF_VAR_destination_password)."
  type        = string
  ephemeral   = true
  sensitive   = true
}

variable "source_password_version" {
  description = "Increment this when the source password has changed, to send the new password to DTS."
  type        = number
  default     = 1
}

variable "destination_password_version" {
  description = "Increment this when the destination password has changed, to send the new password to DTS."
  type        = number
  default     = 1
}
