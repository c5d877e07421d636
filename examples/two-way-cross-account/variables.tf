variable "source_region" {
  description = "Region of the source database."
  type        = string
  default     = "cn-hangzhou"
}

variable "destination_region" {
  description = "Region of the destination database, and of the synchronization. Outside mainland China, both databases must be in one region."
  type        = string
  default     = "cn-shanghai"
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

variable "operator_profile" {
  description = "Profile in the configuration file of the Alibaba Cloud CLI, with an access key of the operator."
  type        = string
  default     = "operator"
}

variable "source_account_id" {
  description = "ID of the account that owns the source database."
  type        = string
}

variable "destination_account_id" {
  description = "ID of the account that owns the destination database."
  type        = string
}

variable "operator_account_id" {
  description = "ID of the account that creates the task; the roles of both owners trust it."
  type        = string
}

variable "role_name" {
  description = "Name of the RAM role in each owner's account."
  type        = string
  default     = "ram-for-dts"
}

variable "source_instance_id" {
  description = "ID of the ApsaraDB RDS for MySQL instance whose rows are copied first."
  type        = string
}

variable "destination_instance_id" {
  description = "ID of the ApsaraDB RDS for MySQL instance that receives the rows first."
  type        = string
}

variable "source_username" {
  description = "Privileged database account that DTS uses at the source."
  type        = string
  default     = "dts"
}

variable "destination_username" {
  description = "Privileged database account that DTS uses at the destination."
  type        = string
  default     = "dts"
}

variable "encryption" {
  description = "Encryption of the connections to both databases. Valid values: `ssl`, `none`. The plan shows a warning for `none`."
  type        = string
  default     = "ssl"
}

variable "tables" {
  description = "Tables of the database `stores` that are synchronized in both directions. A name can be added or removed while they are running."
  type        = set(string)
  default     = ["shops"]
}

variable "desired_status" {
  description = "What the forward direction does: `running`, `suspended`, or `stopped`, which ends it permanently."
  type        = string
  default     = "running"
}

variable "reverse_desired_status" {
  description = "What the reverse direction does: `running` or `suspended`."
  type        = string
  default     = "running"
}

variable "reviewer" {
  description = "Who has reviewed that both databases may be written. The policies of this repository require the tag."
  type        = string
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
