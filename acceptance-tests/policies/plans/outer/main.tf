# A module in a module.

variable "tags" {
  type = map(string)
}

variable "passwords" {
  type      = object({ source = string, destination = string })
  ephemeral = true
}

module "pair" {
  source = "../pair"

  tags      = var.tags
  passwords = var.passwords
}
