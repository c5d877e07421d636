//! Each `CreateRecords` of these tests stands for one provider process.

use std::path::Path;

use super::*;

/// A run of Terraform. All processes of a run have the same parent.
fn run(pid: u32) -> TerraformProcess {
    let (this, _) = TerraformProcess::parent().unwrap();
    // No system has processes with these IDs.
    TerraformProcess { pid: 0x7fff_0000 + pid, start_time: 1, host: this.host }
}

/// A run that has not ended: the parent of this process.
fn running() -> TerraformProcess {
    TerraformProcess::parent().unwrap().0
}

fn provider(directory: &Path, terraform: TerraformProcess, arguments: &[&str]) -> CreateRecords {
    let place = Place::new(directory, &[]);
    let command: Vec<String> = ["terraform", "apply"].iter().chain(arguments).map(|part| (*part).to_owned()).collect();
    let records = CreateRecords::at(Some(place.clone()));
    records.store.set(Some(Store::new(&place, terraform, &command))).unwrap();
    records
}

fn directory() -> tempfile::TempDir {
    let directory = tempfile::tempdir().unwrap();
    std::fs::write(directory.path().join("main.tf"), "").unwrap();
    directory
}

fn subject(name: &str, content: &str) -> Subject {
    Subject {
        kind: "dts_migration_task",
        account_id: "1".into(),
        region: "cn-hangzhou".into(),
        name: name.into(),
        content: content.into(),
    }
}

fn orders() -> Subject {
    subject("orders", "c")
}

fn files(directory: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(directory.join(".terraform/dts/creates")).into_iter().flatten().flatten();
    entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

/// A create that was answered, in a process that has exited.
fn created(directory: &Path, terraform: TerraformProcess, id: &str) {
    let records = provider(directory, terraform, &[]);
    records.begin(&orders(), &BTreeSet::new(), "2026-06-01T12:00:00Z".parse().ok());
    records.created(&orders(), id);
}

#[tokio::test]
async fn the_next_run_finds_the_create_of_a_run_that_was_killed() {
    let folder = directory();
    let first = provider(folder.path(), run(1), &[]);
    first.begin(&orders(), &["old".to_owned()].into(), "2026-06-01T12:00:00Z".parse().ok());
    assert!(first.earlier(&orders()).await.is_none(), "it is of this run");
    drop(first);
    let second = provider(folder.path(), run(2), &[]);
    let earlier = second.earlier(&orders()).await.unwrap();
    assert_eq!(earlier.id(), None);
    assert!(earlier.may_have_created("new", "2026-06-01T12:00:01Z"));
    assert!(!earlier.may_have_created("old", "2026-06-01T12:00:01Z"));
    second.created(&orders(), "new");
    drop(second);
    let third = provider(folder.path(), run(3), &[]);
    assert_eq!(third.earlier(&orders()).await.unwrap().id(), Some("new"));
}

#[tokio::test]
async fn a_record_is_no_proof_while_its_terraform_process_runs() {
    let folder = directory();
    created(folder.path(), running(), "a");
    assert!(provider(folder.path(), run(2), &[]).earlier(&orders()).await.is_none());
    // Two provider blocks of one run.
    created(folder.path(), run(1), "a");
    assert!(provider(folder.path(), run(1), &[]).earlier(&orders()).await.is_none());
}

#[tokio::test(start_paused = true)]
async fn a_record_is_no_proof_while_its_provider_process_runs() {
    let folder = directory();
    let first = provider(folder.path(), run(1), &[]);
    first.begin(&orders(), &BTreeSet::new(), None);
    first.created(&orders(), "a");
    let second = provider(folder.path(), run(2), &[]);
    assert!(second.earlier(&orders()).await.is_none());
    drop(first);
    assert!(second.earlier(&orders()).await.is_some());
}

#[tokio::test(start_paused = true)]
async fn a_record_is_used_once() {
    let folder = directory();
    created(folder.path(), run(1), "a");
    let (one, another) = (provider(folder.path(), run(2), &[]), provider(folder.path(), run(2), &[]));
    assert!(one.earlier(&orders()).await.is_some());
    assert!(one.earlier(&orders()).await.is_none(), "a second equal resource");
    assert!(another.earlier(&orders()).await.is_none(), "another provider block");
    let next = provider(folder.path(), run(3), &[]);
    assert!(next.earlier(&orders()).await.is_none(), "the run that took it may be about to store its state");
    drop(one);
    assert!(next.earlier(&orders()).await.is_some());
}

#[tokio::test]
async fn a_record_proves_nothing_about_another_object_content_or_state() {
    let folder = directory();
    created(folder.path(), run(1), "a");
    let next = provider(folder.path(), run(2), &[]);
    for other in [subject("orders-2", "c"), subject("orders", "d"), Subject { account_id: "2".into(), ..orders() }] {
        assert!(next.earlier(&other).await.is_none(), "{other:?}");
    }
    assert!(provider(folder.path(), run(2), &["-state=b.tfstate"]).earlier(&orders()).await.is_none());
    assert!(next.earlier(&orders()).await.is_some());
}

#[tokio::test]
async fn a_later_refresh_that_finds_the_object_in_the_state_removes_the_record() {
    let folder = directory();
    created(folder.path(), run(1), "a");
    provider(folder.path(), run(1), &[]).found_in_state("dts_migration_task", "a", false);
    let other_state = provider(folder.path(), run(2), &["-state=b.tfstate"]);
    other_state.found_in_state("dts_migration_task", "a", false);
    let later = provider(folder.path(), run(2), &[]);
    later.found_in_state("dts_migration_task", "b", false);
    later.found_in_state("dts_ram_role_trust", "a", false);
    assert_eq!(files(folder.path()).iter().filter(|name| name.ends_with(".json")).count(), 1);
    later.found_in_state("dts_migration_task", "a", false);
    assert_eq!(files(folder.path()), [""; 0], "the lock of the ended process is removed as well");
}

#[tokio::test]
async fn a_create_that_was_rejected_or_whose_object_is_gone_leaves_no_record() {
    let folder = directory();
    let records = provider(folder.path(), run(1), &[]);
    records.begin(&orders(), &BTreeSet::new(), None);
    records.forget(&orders());
    drop(records);
    assert!(provider(folder.path(), run(2), &[]).earlier(&orders()).await.is_none());
    created(folder.path(), run(1), "a");
    let later = provider(folder.path(), run(2), &[]);
    later.forget_object("dts_migration_task", "a");
    assert!(later.earlier(&orders()).await.is_none());
}

#[test]
fn two_provider_processes_do_not_write_one_record() {
    let folder = directory();
    let (one, another) = (provider(folder.path(), running(), &[]), provider(folder.path(), running(), &[]));
    for (records, id) in [(&one, "a"), (&another, "b")] {
        records.begin(&orders(), &BTreeSet::new(), None);
        records.created(&orders(), id);
    }
    another.forget(&orders());
    let ids: Vec<_> = one.store().unwrap().all().into_iter().map(|(_, record)| record.id).collect();
    assert_eq!(ids, [Some("a".to_owned())]);
    assert!(!another.trust_tag("dts_migration_task", "a") && another.trust_tag("dts_migration_task", "b"));
}

#[tokio::test]
async fn a_damaged_record_counts_as_none() {
    let folder = directory();
    created(folder.path(), run(1), "a");
    let name = files(folder.path()).into_iter().find(|name| name.ends_with(".json")).unwrap();
    std::fs::write(folder.path().join(".terraform/dts/creates").join(name), "{\"version\":1,").unwrap();
    assert!(provider(folder.path(), run(2), &[]).earlier(&orders()).await.is_none());
    created(folder.path(), run(3), "b");
    assert_eq!(provider(folder.path(), run(4), &[]).earlier(&orders()).await.unwrap().id(), Some("b"));
}

#[tokio::test]
async fn a_directory_that_cannot_be_written_has_no_records() {
    let folder = directory();
    // A file in the place of the folder: not even the superuser can create files in it.
    std::fs::create_dir(folder.path().join(".terraform")).unwrap();
    std::fs::write(folder.path().join(".terraform/dts"), "").unwrap();
    created(folder.path(), run(1), "a");
    let next = provider(folder.path(), run(2), &[]);
    assert!(next.earlier(&orders()).await.is_none());
    assert!(!next.trust_tag("dts_migration_task", "a"), "no note could say that the state holds the job");
    next.found_in_state("dts_migration_task", "a", true);
    next.forget_object("dts_migration_task", "a");
    let without = CreateRecords::none();
    without.begin(&orders(), &BTreeSet::new(), None);
    assert!(without.earlier(&orders()).await.is_none());
}

#[cfg(unix)]
#[test]
fn a_record_is_private() {
    use std::os::unix::fs::PermissionsExt as _;

    let folder = directory();
    created(folder.path(), run(1), "a");
    for name in files(folder.path()) {
        let path = folder.path().join(".terraform/dts/creates").join(&name);
        assert_eq!(std::fs::metadata(path).unwrap().permissions().mode() & 0o777, 0o600, "{name}");
    }
}

#[test]
fn creates_of_the_same_name_with_other_content_are_left_over_once_their_run_has_ended() {
    let folder = directory();
    created(folder.path(), run(1), "a");
    let changed = subject("orders", "d");
    assert_eq!(provider(folder.path(), run(1), &[]).leftovers(&changed).len(), 0, "of this run");
    let next = provider(folder.path(), run(2), &[]);
    assert_eq!(next.leftovers(&orders()).len(), 0, "the same content");
    assert_eq!(next.leftovers(&subject("users", "d")).len(), 0);
    let leftovers = next.leftovers(&changed);
    assert!(leftovers.len() == 1 && leftovers[0].may_have_created("a", ""));
    next.discard(&leftovers[0]);
    assert_eq!(next.leftovers(&changed).len(), 0);
}

/// The next run either does not refresh the resource of the create, or it has removed the record.
#[tokio::test]
async fn a_record_whose_create_has_returned_is_no_proof_in_a_run_that_does_not_read_the_complete_state() {
    for returned in [true, false] {
        let folder = directory();
        let first = provider(folder.path(), run(1), &[]);
        first.begin(&orders(), &BTreeSet::new(), None);
        first.created(&orders(), "a");
        if returned {
            first.returned(&orders());
        }
        drop(first);
        let changed = subject("orders", "d");
        for partial in ["-target=dts_migration_task.again", "-refresh=false", "saved.plan"] {
            let next = provider(folder.path(), run(2), &[partial]);
            assert_eq!(next.has_earlier(&orders()), !returned, "{partial}");
            assert_eq!(next.leftovers(&changed).is_empty(), returned, "{partial}");
            let text = next.no_proof("job", "created", None);
            assert!(text.contains("has not read the complete state"), "{text}");
        }
        if returned {
            let next = provider(folder.path(), run(2), &["-target=dts_migration_task.again"]);
            assert!(next.earlier(&orders()).await.is_none());
        }
        let complete = provider(folder.path(), run(2), &[]);
        assert!(complete.has_earlier(&orders()) && !complete.leftovers(&changed).is_empty());
        assert!(!complete.no_proof("job", "created", None).contains("complete state"));
        assert_eq!(complete.earlier(&orders()).await.unwrap().id(), Some("a"));
    }
}

/// The state holds the object: a new resource with the same ownership_id does not take it.
#[test]
fn an_ownership_tag_is_no_proof_for_an_object_that_a_refresh_of_the_run_has_found() {
    let folder = directory();
    let (refresh, apply) = (provider(folder.path(), running(), &[]), provider(folder.path(), running(), &[]));
    assert!(apply.trust_tag("dts_migration_task", "a"));
    refresh.found_in_state("dts_migration_task", "a", true);
    refresh.found_in_state("dts_migration_task", "b", false);
    drop(refresh);
    assert!(!apply.trust_tag("dts_migration_task", "a"));
    assert!(apply.trust_tag("dts_migration_task", "b") && apply.trust_tag("dts_ram_role_trust", "a"));
    let partial = provider(folder.path(), running(), &["-target=dts_migration_task.again"]);
    assert!(!partial.trust_tag("dts_migration_task", "b"));
}

#[test]
fn the_notes_of_a_run_that_has_ended_are_removed() {
    let folder = directory();
    provider(folder.path(), run(1), &[]).found_in_state("dts_migration_task", "a", true);
    let next = provider(folder.path(), run(2), &[]);
    assert!(next.trust_tag("dts_migration_task", "a"));
    next.found_in_state("dts_migration_task", "b", true);
    assert_eq!(files(folder.path()).iter().filter(|name| name.ends_with(".held")).count(), 1);
}
