variable "region" {
  description = "Region of both databases and of the migration job."
  type        = string
  default     = "ap-guangzhou"
}

variable "source_owner_profile" {
  description = "Profile of the Tencent Cloud CLI (tccli) with a key of the source owner."
  type        = string
  default     = "tencent-source"
}

variable "destination_owner_profile" {
  description = "Profile of the Tencent Cloud CLI (tccli) with a key of the destination owner that may change CAM."
  type        = string
  default     = "tencent-target"
}

variable "operator_profile" {
  description = "Profile of the Tencent Cloud CLI (tccli) with a key of the sub-account that runs the migration job."
  type        = string
  default     = "tencent-operator"
}

variable "operator_uin" {
  description = "UIN of the sub-account that runs the migration job."
  type        = string
}

variable "policy_name" {
  description = "Name of the CAM policy that lets the sub-account assume the role."
  type        = string
  default     = "dts-assume-role"
}

variable "source_account_id" {
  description = "UIN of the root account that owns the source database."
  type        = string
}

variable "destination_account_id" {
  description = "UIN of the root account that owns the destination database and the sub-account."
  type        = string
}

variable "role_name" {
  description = "Name of the CAM role in the source owner's account."
  type        = string
  default     = "DTS-role"
}

variable "external_id" {
  description = "External ID that the destination owner sends when it assumes the role. The trust policy of the role contains it."
  type        = string
  sensitive   = true
}

variable "source_instance_id" {
  description = "ID of the TencentDB for MySQL instance to migrate."
  type        = string
}

variable "destination_instance_id" {
  description = "ID of the TencentDB for MySQL instance that receives the data."
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

variable "desired_status" {
  description = "What the job does: `running`, and `completed` for the cut-over."
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
