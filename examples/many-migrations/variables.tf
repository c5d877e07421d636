variable "region" {
  description = "Region of the databases and of the DTS tasks."
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

variable "operator_profile" {
  description = "Profile in the configuration file of the Alibaba Cloud CLI, with an access key of the operator."
  type        = string
  default     = "operator"
}

variable "source_account_id" {
  description = "ID of the account that owns the source databases."
  type        = string
}

variable "destination_account_id" {
  description = "ID of the account that owns the destination databases."
  type        = string
}

variable "operator_account_id" {
  description = "ID of the account that creates the tasks; the roles of both owners trust it."
  type        = string
}

# Ephemeral and without a default, so that the passwords are in no plan, no state and no file of this folder.
variable "passwords" {
  description = "Passwords of the database accounts, by the key of the migration (TF_VAR_passwords, as JSON)."
  type        = map(object({ source = string, destination = string }))
  ephemeral   = true
  sensitive   = true
}
