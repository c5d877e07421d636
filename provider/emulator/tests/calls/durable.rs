//! State in a data directory: the state after a restart, and the use of the directory.

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use dts_emulator::{Options, World, start};
use jiff::SignedDuration;
use serde_json::{Value, json};
use tempfile::TempDir;

use crate::client::{Api, Client, date};
use crate::setup::{
    DESTINATION_OWNER, ROLE, SOURCE_OWNER, Stage, configure, job_parameters, make_role, precheck, trust, wait, with,
};

fn options(folder: &Path) -> Options {
    Options { strict: true, data_dir: Some(folder.to_owned()), ..Options::default() }
}

async fn on(folder: &TempDir) -> Stage {
    Stage::with(options(folder.path())).await
}

/// The message of a start that fails.
async fn refusal(options: Options) -> String {
    start(options).await.unwrap_err().to_string()
}

/// A client with the credentials of a session.
async fn session(stage: &Stage, more: &[(&str, &str)]) -> Client {
    let own = [("RoleArn", format!("acs:ram::{SOURCE_OWNER}:role/visitors")), ("RoleSessionName", "me".to_owned())];
    let parameters: Vec<(&str, &str)> =
        own.iter().map(|(name, value)| (*name, value.as_str())).chain(more.iter().copied()).collect();
    let answer = stage.source_owner().sts("AssumeRole", &parameters).await.ok();
    let text = |name: &str| answer["Credentials"][name].as_str().unwrap().to_owned();
    let address = stage.emulator.addr();
    Client { address, key_id: text("AccessKeyId"), secret: text("AccessKeySecret"), token: Some(text("SecurityToken")) }
}

#[tokio::test(flavor = "multi_thread")]
async fn emulators_that_start_at_the_same_time_leave_the_panic_hook_in_place() {
    static CALLS: AtomicUsize = AtomicUsize::new(0);
    const MESSAGE: &str = "a panic that the hook of this test counts";
    let usual = std::panic::take_hook();
    std::panic::set_hook(Box::new(move |info| {
        if info.payload().downcast_ref::<&str>() == Some(&MESSAGE) {
            CALLS.fetch_add(1, Ordering::SeqCst);
        } else {
            usual(info);
        }
    }));
    for _ in 0..10 {
        let starts = (0..8).map(|_| {
            tokio::spawn(async {
                let folder = TempDir::new().unwrap();
                start(options(folder.path())).await.unwrap().shutdown().await;
            })
        });
        for start in starts.collect::<Vec<_>>() {
            start.await.unwrap();
        }
    }
    assert!(std::thread::spawn(|| std::panic::panic_any(MESSAGE)).join().is_err());
    assert_eq!(CALLS.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn everything_is_there_after_a_restart() {
    let folder = TempDir::new().unwrap();
    let stage = on(&folder).await;
    let owner = stage.source_owner();
    make_role(&owner, DESTINATION_OWNER).await;
    let tags =
        [("ResourceType", "role"), ("ResourceNames", r#"["ram-for-dts"]"#), ("Tag", r#"[{"Key":"a","Value":"b"}]"#)];
    owner.ram("TagResources", &tags).await.ok();
    let document = r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":"dts:*","Resource":"*"}]}"#;
    owner.ram("CreatePolicy", &[("PolicyName", "all-of-dts"), ("PolicyDocument", document)]).await.ok();
    let caller = stage.destination_owner();
    let job = configure(&caller, &job_parameters()).await;
    let gone = configure(&caller, &with(job_parameters(), &[("DtsJobName", "gone")])).await;
    caller.dts("DeleteDtsJob", &[("DtsJobId", &gone)]).await.ok();
    let second = configure(&caller, &with(job_parameters(), &[("DtsJobName", "second")])).await;
    let order = [("Type", "MIGRATION"), ("PayType", "PostPaid"), ("JobId", &second), ("InstanceClass", "small")];
    caller.dts("CreateDtsInstance", &order).await.ok();
    caller.dts("StartDtsJob", &[("DtsJobId", &second)]).await.ok();
    wait(&caller, &second, "Migrating").await;
    let settings = r#"[{"module":"03","name":"sink.batch.size","value":"10"}]"#;
    caller.dts("ModifyDtsJobConfig", &[("DtsJobId", &second), ("Parameters", settings)]).await.ok();
    let me = caller.sts("GetCallerIdentity", &[]).await.ok();

    let before = [stage.state(SOURCE_OWNER).await, stage.state(DESTINATION_OWNER).await];
    assert_eq!(before[1]["jobs"].as_array().unwrap().len(), 2);
    stage.emulator.shutdown().await;
    let stage = on(&folder).await;
    assert_eq!([stage.state(SOURCE_OWNER).await, stage.state(DESTINATION_OWNER).await], before);
    let caller = stage.destination_owner();
    let again = caller.sts("GetCallerIdentity", &[]).await.ok();
    assert_eq!((&again["Arn"], &again["UserId"]), (&me["Arn"], &me["UserId"]));
    // The passwords are there, too: the job passes its precheck.
    assert_eq!(precheck(&caller, &job).await["State"], "Finished");
    wait(&caller, &job, "PreCheckPass").await;
    let third = configure(&caller, &with(job_parameters(), &[("DtsJobName", "third")])).await;
    let names: Vec<Value> =
        stage.state(DESTINATION_OWNER).await["jobs"].as_array().unwrap().iter().map(|job| job["id"].clone()).collect();
    assert_eq!(names, [job, second, third]);
}

#[tokio::test]
async fn sessions_nonces_and_the_clock_are_kept_over_a_restart() {
    let folder = TempDir::new().unwrap();
    let stage = on(&folder).await;
    let owner = stage.source_owner();
    let role = [("RoleName", "visitors"), ("AssumeRolePolicyDocument", &trust(SOURCE_OWNER))];
    owner.ram("CreateRole", &role).await.ok();
    let all = r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
    owner.ram("CreatePolicy", &[("PolicyName", "all"), ("PolicyDocument", all)]).await.ok();
    let attached = [("PolicyType", "Custom"), ("PolicyName", "all"), ("RoleName", "visitors")];
    owner.ram("AttachPolicyToRole", &attached).await.ok();
    let narrow = r#"{"Version":"1","Statement":[{"Effect":"Allow","Action":"ram:GetRole","Resource":"*"}]}"#;
    let mut short = session(&stage, &[("DurationSeconds", "900")]).await;
    let mut long = session(&stage, &[("Policy", narrow)]).await;
    stage.control("POST", "clock", r#"{"advance_seconds": 880}"#).await.ok();
    let at = date(SignedDuration::ZERO);
    let used = |client: &Client, nonce: &str| {
        client.request_at(Api::Ram, "CreateRole", &[("RoleName", nonce), role[1]], &at, nonce)
    };
    owner.send(used(&owner, "first")).await.unwrap().ok();
    stage.emulator.shutdown().await;

    let stage = on(&folder).await;
    (short.address, long.address) = (stage.emulator.addr(), stage.emulator.addr());
    let owner = stage.source_owner();
    owner.send(used(&owner, "first")).await.unwrap().refused("SignatureNonceUsed", "nonce");
    owner.send(used(&owner, "second")).await.unwrap().ok();
    short.ram("GetRole", &[("RoleName", "visitors")]).await.ok();
    long.ram("GetRole", &[("RoleName", "visitors")]).await.ok();
    assert_eq!(long.ram("DeleteRole", &[("RoleName", "first")]).await.code(), "NoPermission");
    stage.control("POST", "clock", r#"{"advance_seconds": 30}"#).await.ok();
    assert_eq!(short.ram("GetRole", &[("RoleName", "visitors")]).await.code(), "InvalidSecurityToken.Expired");
    stage.emulator.shutdown().await;
    // Sessions that had expired at the start are removed.
    let stage = on(&folder).await;
    short.address = stage.emulator.addr();
    assert_eq!(short.ram("GetRole", &[("RoleName", "visitors")]).await.code(), "InvalidAccessKeyId.NotFound");
}

#[tokio::test]
async fn a_reset_and_forced_states_are_kept_and_faults_are_not() {
    let folder = TempDir::new().unwrap();
    let stage = on(&folder).await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    stage.control("POST", "reset", "").await.ok();
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let job = configure(&stage.destination_owner(), &job_parameters()).await;
    stage.control("POST", &format!("jobs/{job}"), r#"{"status": "Locked"}"#).await.ok();
    stage.control("POST", "faults", r#"{"kind": "throttle"}"#).await.ok();
    stage.emulator.shutdown().await;
    let stage = on(&folder).await;
    let seen = stage.destination_owner().dts("DescribeDtsJobDetail", &[("DtsJobId", &job)]).await.ok();
    assert_eq!(seen["Status"], "Locked");
    assert_eq!(stage.state(SOURCE_OWNER).await["roles"].as_array().unwrap().len(), 1);
    stage.control("POST", "reset", "").await.ok();
    stage.emulator.shutdown().await;
    let stage = on(&folder).await;
    assert_eq!(
        (&stage.state(SOURCE_OWNER).await["roles"], &stage.state(DESTINATION_OWNER).await["jobs"]),
        (&json!([]), &json!([]))
    );
}

#[tokio::test]
async fn the_directory_keeps_its_world() {
    let folder = TempDir::new().unwrap();
    let text = World::builtin_toml().replace("source-owner", "first-owner");
    let world = World::parse(&text, "test").unwrap();
    let own = || Options { world: world.clone(), ..options(folder.path()) };
    Stage::with(own()).await.emulator.shutdown().await;
    let other = refusal(options(folder.path())).await;
    assert!(
        other.contains("was created with another world (comments and spacing are not compared); start without"),
        "{other}"
    );
    let commented = World::parse(&format!("# the same\n\n{text}"), "test").unwrap();
    Stage::with(Options { world: commented, ..options(folder.path()) }).await.emulator.shutdown().await;
    Stage::with(own()).await.emulator.shutdown().await;
    let stage = Stage::with(Options { world_of_data_dir: true, ..options(folder.path()) }).await;
    assert_eq!(stage.state(SOURCE_OWNER).await["name"], "first-owner");
}

#[tokio::test]
async fn a_directory_is_for_one_emulator_and_emulators_do_not_see_each_other() {
    let (first, second) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let stages = [on(&first).await, on(&second).await, Stage::new().await, Stage::new().await];
    let taken = refusal(options(first.path())).await;
    assert!(taken.starts_with("another emulator uses the data directory"), "{taken}");
    for (number, stage) in stages.iter().enumerate() {
        make_role(&stage.source_owner(), DESTINATION_OWNER).await;
        let name = format!("job {number}");
        configure(&stage.destination_owner(), &with(job_parameters(), &[("DtsJobName", &name)])).await;
    }
    let mut ids = std::collections::BTreeSet::new();
    for (number, stage) in stages.iter().enumerate() {
        let jobs = stage.state(DESTINATION_OWNER).await["jobs"].clone();
        assert_eq!((jobs.as_array().unwrap().len(), &jobs[0]["name"]), (1, &json!(format!("job {number}"))));
        ids.insert(jobs[0]["id"].to_string());
        assert_eq!(stage.state(SOURCE_OWNER).await["roles"][0]["name"], ROLE);
    }
    assert_eq!(ids.len(), stages.len());
    for stage in stages {
        stage.emulator.shutdown().await;
    }
    on(&first).await;
}

#[tokio::test]
async fn a_file_that_is_not_a_store_is_refused() {
    let folder = TempDir::new().unwrap();
    std::fs::write(folder.path().join("state.redb"), "x".repeat(5000)).unwrap();
    let odd = refusal(options(folder.path())).await;
    assert!(odd.contains("state.redb is damaged: ") && odd.contains("use an empty directory"), "{odd}");
    let file = folder.path().join("file");
    std::fs::write(&file, "").unwrap();
    let blocked = refusal(options(&file)).await;
    assert!(blocked.starts_with("cannot open the data directory"), "{blocked}");
}

/// Damage at any position is reported, or has no effect.
#[tokio::test]
async fn a_damaged_file_is_reported_and_nothing_panics() {
    let folder = TempDir::new().unwrap();
    let stage = on(&folder).await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    configure(&stage.destination_owner(), &job_parameters()).await;
    stage.emulator.shutdown().await;
    let path = folder.path().join("state.redb");
    let complete = std::fs::read(&path).unwrap();
    let mut reported = 0;
    for at in (0..40).map(|part| complete.len() / 40 * part) {
        let mut damaged = complete.clone();
        damaged[at..].iter_mut().take(512).for_each(|byte| *byte = 0xa5);
        std::fs::write(&path, damaged).unwrap();
        match dts_emulator::start(options(folder.path())).await {
            Ok(emulator) => emulator.shutdown().await,
            Err(error) => {
                // Damage in the text of the stored world makes it another world.
                let says = [
                    "is damaged: ",
                    "cannot read job/",
                    "cannot read role/",
                    "another world",
                    "cannot use the world kept",
                ];
                assert!(says.iter().any(|says| error.to_string().contains(says)), "{at}: {error}");
                reported += 1;
            }
        }
    }
    assert!(reported > 0);
    std::fs::write(&path, complete).unwrap();
    on(&folder).await;
}

#[cfg(unix)]
#[tokio::test]
async fn only_the_owner_can_read_the_directory() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = TempDir::new().unwrap();
    let inner = folder.path().join("a/b");
    let stage = Stage::with(options(&inner)).await;
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let file = inner.join("state.redb");
    assert_eq!((mode(&inner), mode(&file)), (0o700, 0o600));
    stage.emulator.shutdown().await;
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o644)).unwrap();
    Stage::with(options(&inner)).await.emulator.shutdown().await;
    assert_eq!(mode(&file), 0o600, "opened for others meanwhile, it is closed again");
}

/// A symbolic link in the directory could lead to any file of the user: that file is neither read nor changed.
#[cfg(unix)]
#[tokio::test]
async fn a_symbolic_link_is_not_followed() {
    use std::os::unix::fs::PermissionsExt as _;
    let (folder, other) = (TempDir::new().unwrap(), TempDir::new().unwrap());
    let target = other.path().join("target");
    let link = folder.path().join("state.redb");
    for content in ["", "something of the user"] {
        std::fs::write(&target, content).unwrap();
        std::fs::set_permissions(&target, std::fs::Permissions::from_mode(0o644)).unwrap();
        std::os::unix::fs::symlink(&target, &link).unwrap();
        let refused = refusal(options(folder.path())).await;
        assert!(
            refused.starts_with("cannot open the data directory") && refused.contains("symbolic link"),
            "{refused}"
        );
        assert_eq!(std::fs::read_to_string(&target).unwrap(), content);
        assert_eq!(std::fs::metadata(&target).unwrap().permissions().mode() & 0o777, 0o644);
        std::fs::remove_file(&link).unwrap();
    }
    std::os::unix::fs::symlink(other.path().join("missing"), &link).unwrap();
    assert!(refusal(options(folder.path())).await.contains("symbolic link"));
    assert!(!other.path().join("missing").exists());
    std::fs::remove_file(&link).unwrap();
    on(&folder).await;
}

#[cfg(unix)]
#[tokio::test]
async fn a_file_that_is_refused_keeps_its_mode() {
    use std::os::unix::fs::PermissionsExt as _;
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("state.redb");
    std::fs::write(&file, "x".repeat(5000)).unwrap();
    std::fs::set_permissions(&file, std::fs::Permissions::from_mode(0o640)).unwrap();
    assert!(refusal(options(folder.path())).await.contains("is damaged"));
    assert_eq!(std::fs::metadata(&file).unwrap().permissions().mode() & 0o777, 0o640);
}

#[cfg(unix)]
#[tokio::test]
async fn a_store_file_that_is_removed_or_replaced_is_noticed() {
    for replaced in [false, true] {
        let folder = TempDir::new().unwrap();
        let stage = on(&folder).await;
        let caller = stage.destination_owner();
        make_role(&stage.source_owner(), DESTINATION_OWNER).await;
        configure(&caller, &job_parameters()).await;
        let file = folder.path().join("state.redb");
        std::fs::remove_file(&file).unwrap();
        if replaced {
            std::fs::write(&file, "").unwrap();
        }
        let second = with(job_parameters(), &[("DtsJobName", "second")]);
        let refused = caller.dts("ConfigureDtsJob", &second).await;
        assert_eq!((refused.status, refused.code()), (500, "InternalError"));
        assert!(refused.message().contains("was removed or replaced"), "{}", refused.message());
        // Later calls are refused, too, those that only read included.
        assert_eq!(caller.dts("DescribeDtsJobs", &[]).await.status, 500);
        let taken = refusal(options(folder.path())).await;
        assert!(taken.starts_with("another emulator uses the data directory"), "{taken}");
        stage.emulator.shutdown().await;
        let stage = on(&folder).await;
        assert_eq!(stage.state(DESTINATION_OWNER).await["jobs"], json!([]), "it starts with an empty directory");
    }
}
