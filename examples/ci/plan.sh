#!/bin/sh
# Writes the plan as plan.json, for a reviewer or a policy. It calls no cloud and needs no credentials; such a plan cannot be applied.
set -eu

export DTS_OFFLINE=true
terraform init -input=false
terraform plan -input=false -out=review.plan -var-file=example.tfvars
terraform show -json review.plan > plan.json
