//! What `make dist` and `make install` leave works with a Terraform that knows nothing of this repository. The binary
//! is the one that was built for the tests; only releases build another.

use std::fs;
use std::os::unix::fs::PermissionsExt as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use acceptance_harness::binaries;
use acceptance_harness::emulator::{Control, EmulatorProcess};
use acceptance_harness::folder::copy_files;
use acceptance_harness::terraform::{Installation, Run, Terraform};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value as Json, json};
use sha2::{Digest as _, Sha256};

use crate::examples::guides::blocks_of;

const VERSION: &str = env!("CARGO_PKG_VERSION");
/// The registries a source address without a host means, to Terraform and to OpenTofu.
const HOSTS: [&str; 2] = ["registry.terraform.io", "registry.opentofu.org"];
const CONFIGURATION: &str = r#"terraform {
  required_providers {
    dts = {
      source  = "crossaccount/dts"
      version = "~> 0.1"
    }
  }
}

resource "dts_ram_role_trust" "source" {
  role_name           = "ram-for-dts"
  trusted_account_ids = ["2345678901234567"]
}
"#;

pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// The packer, built beside this test.
fn packer() -> PathBuf {
    let own = std::env::current_exe().unwrap();
    let path = own.parent().unwrap().parent().unwrap().join("xtask");
    assert!(path.is_file(), "there is no {}: build it with `cargo build --workspace --bins`", path.display());
    PathBuf::from(format!("{} package", path.display()))
}

/// Runs a target, without what a make around this test has set.
pub(crate) fn make(target: &str, variables: &[(&str, &Path)], home: Option<&Path>) {
    let mut command = Command::new("make");
    command.arg("--directory").arg(root()).arg(target);
    command.args(variables.iter().map(|(name, value)| format!("{name}={}", value.display())));
    for name in ["MAKEFLAGS", "MFLAGS", "MAKELEVEL"].into_iter().chain(["PREFIX", "DIST", "BINARY", "PACKER"]) {
        command.env_remove(name);
    }
    if let Some(home) = home {
        // The toolchain stays where it is.
        let own = std::env::var("HOME").unwrap();
        for (name, folder) in [("RUSTUP_HOME", ".rustup"), ("CARGO_HOME", ".cargo")] {
            command.env(name, std::env::var(name).unwrap_or_else(|_| format!("{own}/{folder}")));
        }
        command.env("HOME", home);
    }
    let ended = command.output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&ended.stdout), String::from_utf8_lossy(&ended.stderr));
    assert!(ended.status.success(), "make {target}: {said}");
    assert!(!said.contains("--release") && !said.contains("--profile"), "no optimized build is created: {said}");
}

pub(crate) fn names(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> =
        fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

fn hex(content: &[u8]) -> String {
    Sha256::digest(content).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The sum of a provider's files as lock files have it, from its definition.
fn h1(folder: &Path) -> String {
    let lines =
        names(folder).into_iter().map(|name| format!("{}  {name}\n", hex(&fs::read(folder.join(&name)).unwrap())));
    format!("h1:{}", STANDARD.encode(Sha256::digest(lines.collect::<String>())))
}

/// The only entry of a folder. OpenTofu writes a lock file beside the folder of a package.
fn only(folder: &Path) -> PathBuf {
    let mut names = names(folder);
    names.retain(|name| !name.ends_with(".lock"));
    assert_eq!(names.len(), 1, "in {}: {names:?}", folder.display());
    folder.join(&names[0])
}

/// A Terraform that installs from its folder `mirror` alone; the mirror is empty.
fn with_mirror() -> (Terraform, PathBuf) {
    let terraform = Terraform::with_plugins(Installation::Mirror, &[]).unwrap_or_else(|error| panic!("{error}"));
    terraform.write("main.tf", CONFIGURATION).unwrap();
    let mirror = terraform.directory().join("../mirror");
    (terraform, mirror)
}

async fn works(terraform: &Terraform, arguments: &[&str]) -> Run {
    terraform.run(arguments).await.unwrap().success().unwrap_or_else(|error| panic!("{error}"))
}

/// The built provider, copied: a build at the same time replaces it.
fn built(folder: &Path) -> PathBuf {
    let copy = folder.join(binaries::PROVIDER);
    fs::copy(binaries::provider().unwrap(), &copy).unwrap();
    copy
}

/// The zip, the manifest and the sums are the registry's. Returns the zip.
fn distribution(dist: &Path, binary: &Path) -> PathBuf {
    make("dist", &[("BINARY", binary), ("PACKER", &packer()), ("DIST", dist)], None);
    let [sums, zip, manifest] = <[String; 3]>::try_from(names(dist)).unwrap();
    assert_eq!(sums, format!("terraform-provider-dts_{VERSION}_SHA256SUMS"));
    assert_eq!(manifest, format!("terraform-provider-dts_{VERSION}_manifest.json"));
    assert!(zip.starts_with(&format!("terraform-provider-dts_{VERSION}_")) && zip.ends_with(".zip"), "{zip}");
    let summed = [&zip, &manifest].map(|name| format!("{}  {name}\n", hex(&fs::read(dist.join(name)).unwrap())));
    assert_eq!(fs::read_to_string(dist.join(sums)).unwrap(), summed.concat());
    let manifest: Json = serde_json::from_slice(&fs::read(dist.join(manifest)).unwrap()).unwrap();
    assert_eq!(manifest, json!({ "version": 1, "metadata": { "protocol_versions": ["6.0"] } }));
    dist.join(zip)
}

/// The debug build has paths of this machine in it. Its twin, packed with `BINARY`, is in the next test.
#[test]
fn a_binary_with_paths_of_this_machine_is_not_packed() {
    let folder = tempfile::tempdir().unwrap();
    let binary = built(folder.path());
    let packer = packer();
    let (program, subcommand) = packer.to_str().unwrap().rsplit_once(' ').unwrap();
    let mut command = Command::new(program);
    command.args([subcommand, "zip"]).arg(folder.path().join("dist")).args([VERSION, "linux_amd64"]).arg(&binary);
    let ended = command.current_dir(root()).output().unwrap();
    let said = String::from_utf8_lossy(&ended.stderr);
    assert!(!ended.status.success() && said.contains(" contains the path /"), "{said}");
    assert!(!folder.path().join("dist").exists(), "nothing is written");
}

#[tokio::test]
async fn the_zip_of_dist_is_installed_from_a_mirror_and_locked() {
    let folder = tempfile::tempdir().unwrap();
    let binary = built(folder.path());
    let zip = distribution(&folder.path().join("dist"), &binary);

    // As it is: a mirror may hold the zips themselves.
    let (packed, mirror) = with_mirror();
    for host in HOSTS {
        let folder = mirror.join(host).join("crossaccount/dts");
        fs::create_dir_all(&folder).unwrap();
        fs::copy(&zip, folder.join(zip.file_name().unwrap())).unwrap();
    }
    works(&packed, &["init"]).await;
    works(&packed, &["validate"]).await;
    let installed =
        only(&only(&packed.directory().join(".terraform/providers")).join("crossaccount/dts").join(VERSION));
    let program = format!("terraform-provider-dts_v{VERSION}");
    assert_eq!(names(&installed), ["CHANGELOG.md", "LICENSE", "README.md", &program]);
    for name in ["CHANGELOG.md", "LICENSE", "README.md"] {
        assert_eq!(fs::read(installed.join(name)).unwrap(), fs::read(root().join(name)).unwrap(), "{name}");
    }
    assert!(fs::read(installed.join(&program)).unwrap() == fs::read(&binary).unwrap(), "the program is the built one");
    assert_eq!(fs::metadata(installed.join(&program)).unwrap().permissions().mode() & 0o777, 0o755);
    let lock = fs::read_to_string(packed.directory().join(".terraform.lock.hcl")).unwrap();
    assert!(lock.contains(&format!("version     = \"{VERSION}\"")) && lock.contains(&h1(&installed)), "{lock}");

    unpacked_is_held_to_the_lock(&installed, &lock).await;
    packed_is_held_to_the_sums(&packed, &zip, &lock).await;
}

/// Installs again, checked against a lock file.
async fn again(terraform: &Terraform, lock: &str, arguments: &[&str]) -> Run {
    let before = terraform.directory().join(".terraform");
    if before.exists() {
        fs::remove_dir_all(before).unwrap();
    }
    terraform.write(".terraform.lock.hcl", lock).unwrap();
    terraform.run(&[&["init"], arguments].concat()).await.unwrap()
}

/// Lock files from a registry have the zips' sums, as `SHA256SUMS` has them.
async fn packed_is_held_to_the_sums(packed: &Terraform, zip: &Path, lock: &str) {
    let folder = zip.parent().unwrap();
    let sums = fs::read_to_string(folder.join(format!("terraform-provider-dts_{VERSION}_SHA256SUMS"))).unwrap();
    let sum = sums.lines().find_map(|line| line.strip_suffix(&format!("  {}", zip.file_name()?.to_str()?))).unwrap();
    let (before, rest) = lock.split_once("h1:").unwrap();
    let (_, after) = rest.split_once('"').unwrap();
    let with = |sum: &str| format!("{before}zh:{sum}\"{after}");
    again(packed, &with(sum), &[]).await.success().unwrap_or_else(|error| panic!("{error}"));
    refused(&again(packed, &with(&hex(b"another zip")), &[]).await);
}

fn refused(run: &Run) {
    assert_eq!(run.code, Some(1), "{}", run.output());
    assert!(run.output().contains("checksums"), "{}", run.output());
}

/// Unpacked, and checked against the lock file that the zip gave.
async fn unpacked_is_held_to_the_lock(installed: &Path, lock: &str) {
    let (unpacked, mirror) = with_mirror();
    let folders =
        HOSTS.map(|host| mirror.join(host).join("crossaccount/dts").join(VERSION).join(installed.file_name().unwrap()));
    for folder in &folders {
        fs::create_dir_all(folder).unwrap();
        for name in names(installed) {
            fs::copy(installed.join(&name), folder.join(&name)).unwrap();
        }
    }
    again(&unpacked, lock, &["-lockfile=readonly"]).await.success().unwrap_or_else(|error| panic!("{error}"));
    works(&unpacked, &["validate"]).await;
    for folder in &folders {
        fs::write(folder.join("LICENSE"), "another licence").unwrap();
    }
    refused(&again(&unpacked, lock, &["-lockfile=readonly"]).await);
}

/// The shell commands of the README's first migration: those of the first and of the second terminal.
fn of_readme() -> [String; 2] {
    let readme = fs::read_to_string(root().join("README.md")).unwrap();
    let (_, section) = readme.split_once("## The first migration, on the emulator").unwrap();
    let [first, apply, destroy] = <[String; 3]>::try_from(blocks_of(section, "sh")).unwrap();
    [first, apply + &destroy]
}

/// Runs commands as a user does in a new terminal: with no variables but these. Returns whether they succeeded, and what they said.
pub(crate) fn in_a_terminal(
    commands: &str,
    folder: &Path,
    home: &Path,
    variables: &[(String, String)],
) -> (bool, String) {
    // A Terraform of another place or name is found as `terraform`, too.
    let programs = home.join("programs");
    fs::create_dir_all(&programs).unwrap();
    if !programs.join("terraform").exists() {
        std::os::unix::fs::symlink(binaries::terraform().unwrap(), programs.join("terraform")).unwrap();
    }
    let path = format!("{}:{}", programs.display(), std::env::var("PATH").unwrap());
    let mut shell = Command::new("sh");
    shell.args(["-e", "-c", commands]).current_dir(folder);
    shell.env_clear().envs([("PATH", path.as_str()), ("CHECKPOINT_DISABLE", "1")]).env("HOME", home);
    shell.envs(variables.iter().map(|(name, value)| (name, value)));
    let ended = shell.output().unwrap();
    let said = format!("{}{}", String::from_utf8_lossy(&ended.stdout), String::from_utf8_lossy(&ended.stderr));
    (ended.status.success(), said)
}

/// Copies an example into the same folder of another repository.
pub(crate) fn copy_example(name: &str, repository: &Path) {
    let example = Path::new("examples").join(name);
    copy_files(&root().join(&example), &repository.join(example)).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn the_first_migration_of_the_readme_works_after_make_install() {
    let terraform = Terraform::with_plugins(Installation::Mirror, &[]).unwrap_or_else(|error| panic!("{error}"));
    make("install", &[("BINARY", &binaries::provider().unwrap())], Some(&terraform.home()));
    let plugins = terraform.home().join(".terraform.d/plugins");
    let programs = HOSTS.map(|host| only(&only(&plugins.join(host).join("crossaccount/dts").join(VERSION))));
    let [first, second] = of_readme();
    assert_eq!(first, "make emulator ARGS=--write-profiles\n");

    let folder = terraform.directory().to_owned();
    let profiles = format!("--write-profiles={}", folder.join("emulator-profiles").display());
    let emulator = EmulatorProcess::start(&programs[0], &[&profiles]).await.unwrap();
    copy_example("cross-account-source", &folder);
    let home = terraform.home();
    let run = tokio::task::spawn_blocking(move || in_a_terminal(&second, &folder, &home, &[]));
    let (succeeded, said) = run.await.unwrap();
    assert!(succeeded && said.contains("Apply complete!") && said.contains("Destroy complete!"), "{said}");
    let calls = Control::new(emulator.url()).requests().await.unwrap();
    assert!(calls.iter().any(|call| call["action"] == "CreateRole"), "the emulator of the README was not called");
    assert_eq!(roles(&emulator).await, 0);
    emulator.stop().await.unwrap();
}

async fn roles(emulator: &EmulatorProcess) -> usize {
    let state = Control::new(emulator.url()).state().await.unwrap();
    state["accounts"].as_array().unwrap().iter().map(|account| account["roles"].as_array().unwrap().len()).sum()
}
