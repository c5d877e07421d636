variable "region" {
  description = "Region of both databases and of the DTS task."
  type        = string
  default     = "cn-hangzhou"
}

variable "source_owner_profile" {
  description = "Profile of the aliyun CLI's configuration file with a key of the source owner."
  type        = string
  default     = "source-owner"
}

variable "destination_owner_profile" {
  description = "Profile of the aliyun CLI's configuration file with a key of the destination owner."
  type        = string
  default     = "destination-owner"
}

variable "operator_profile" {
  description = "Profile of the aliyun CLI's configuration file with a key of the operator."
  type        = string
  default     = "operator"
}

variable "source_account_id" {
  description = "Account that owns the source database."
  type        = string
}

variable "destination_account_id" {
  description = "Account that owns the destination database."
  type        = string
}

variable "operator_account_id" {
  description = "Account that creates the task; both owners trust it."
  type        = string
}

variable "source_role_name" {
  description = "Name of the RAM role in the source owner's account."
  type        = string
  default     = "ram-for-dts"
}

variable "destination_role_name" {
  description = "Name of the RAM role in the destination owner's account; it may be the same name."
  type        = string
  default     = "ram-for-dts"
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
