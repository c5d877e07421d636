#!/bin/sh
# Applies the configuration of this folder on the emulator, checks that the next plan is empty, and destroys it. It works on a copy with a
# local state, so that the state of the real migration is neither read nor changed.
set -eu

work=$(mktemp -d)
cp ./*.tf ./*.tfvars "$work"
cd "$work"
printf 'terraform {\n  backend "local" {}\n}\n' > emulator_override.tf
terraform init -input=false

# The emulator is part of the provider that `terraform init` has installed.
provider=$(find -L .terraform/providers -name 'terraform-provider-dts_v*' | head -n 1)
"$provider" emulator --write-profiles --strict > emulator.log 2>&1 &
emulator=$!
trap 'kill "$emulator"; rm -rf "$work"' EXIT
timeout 10 sh -c 'until grep -q "listening on" emulator.log; do sleep 0.2; done'
. ./emulator-profiles/environment.sh

terraform apply -input=false -auto-approve -var-file=example.tfvars
terraform plan -input=false -detailed-exitcode -var-file=example.tfvars
terraform destroy -input=false -auto-approve -var-file=example.tfvars
