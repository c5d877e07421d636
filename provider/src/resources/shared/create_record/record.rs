//! One record, as it is stored.

use std::collections::BTreeSet;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{digest, process::TerraformProcess};

/// Version of the format. A record of another version counts as none.
const VERSION: u32 = 1;
/// How long before the recorded time an object may have been created: the servers of a cloud have different clocks.
const EARLIEST: SignedDuration = SignedDuration::from_secs(-60);
/// How long after the recorded time it may have been created: a call can wait for the rate limit, and can be repeated.
const LATEST: SignedDuration = SignedDuration::from_secs(180);

/// What a create creates.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Subject {
    /// The resource type.
    pub(crate) kind: &'static str,
    /// The account in which the object is created.
    pub(crate) account_id: String,
    /// The region. Empty for objects that have none.
    pub(crate) region: String,
    /// Name of the object.
    pub(crate) name: String,
    /// Digest of the configured content, without secrets. Empty for an object whose name is unique.
    pub(crate) content: String,
}

/// One create call, and the object that it created.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Record {
    version: u32,
    kind: String,
    account_id: String,
    region: String,
    name: String,
    content: String,
    /// Which state the create belongs to.
    pub(super) state: String,
    /// IDs of the objects of this name that existed before the call.
    pub(super) existing: BTreeSet<String>,
    /// The time before the call, by the clock of the cloud.
    pub(super) server_time: Option<String>,
    /// The Terraform process of the create.
    pub(super) terraform: TerraformProcess,
    /// Name of the file that the provider process of the create keeps locked.
    pub(super) lock: String,
    /// ID of the object, once the call was answered.
    pub(super) id: Option<String>,
    /// Whether Terraform got the object for its state. Then only a later refresh shows whether the state was stored.
    #[serde(default)]
    pub(super) returned: bool,
}

impl Subject {
    /// Name of the file of its record.
    pub(super) fn file_name(&self, state: &str) -> String {
        let parts = [self.kind, &self.account_id, &self.region, &self.name, &self.content, state];
        format!("{}.json", digest(&parts))
    }

    /// A record of a create that is about to be sent.
    pub(super) fn record(&self, state: &str, terraform: &TerraformProcess, lock: &str) -> Record {
        Record {
            version: VERSION,
            kind: self.kind.to_owned(),
            account_id: self.account_id.clone(),
            region: self.region.clone(),
            name: self.name.clone(),
            content: self.content.clone(),
            state: state.to_owned(),
            existing: BTreeSet::new(),
            server_time: None,
            terraform: terraform.clone(),
            lock: lock.to_owned(),
            id: None,
            returned: false,
        }
    }
}

impl Record {
    /// Reads a record. None if it is damaged, or of another version.
    pub(super) fn parse(text: &[u8]) -> Option<Self> {
        serde_json::from_slice::<Self>(text).ok().filter(|record| record.version == VERSION)
    }

    /// Whether it is about this object, whatever its content.
    pub(super) fn has_name_of(&self, subject: &Subject) -> bool {
        self.kind == subject.kind
            && self.account_id == subject.account_id
            && self.region == subject.region
            && self.name == subject.name
    }

    /// Whether it is about this object with this content.
    pub(super) fn is_about(&self, subject: &Subject) -> bool {
        self.has_name_of(subject) && self.content == subject.content
    }

    /// Whether it has this ID of an object of this kind.
    pub(super) fn has_id(&self, kind: &str, id: &str) -> bool {
        self.kind == kind && self.id.as_deref() == Some(id)
    }

    /// The time before the call, by the clock of the cloud.
    pub(super) fn called_at(&self) -> Option<Timestamp> {
        self.server_time.as_deref()?.parse().ok()
    }

    /// Whether the call may have created this object: it has the recorded ID, or the call was not answered and the object is
    /// new since then.
    pub(super) fn may_have_created(&self, id: &str, created: &str) -> bool {
        if let Some(recorded) = &self.id {
            return recorded == id;
        }
        let (Some(called), Ok(created)) = (self.called_at(), created.parse::<Timestamp>()) else { return false };
        let age = created.duration_since(called);
        !self.existing.contains(id) && EARLIEST <= age && age <= LATEST
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn subject() -> Subject {
        Subject {
            kind: "dts_migration_task",
            account_id: "1".into(),
            region: "cn-hangzhou".into(),
            name: "orders".into(),
            content: "c".into(),
        }
    }

    fn record() -> Record {
        let terraform = TerraformProcess { pid: 1, start_time: 2, host: "h".into() };
        Record {
            existing: ["old".to_owned()].into(),
            server_time: Some("2026-06-01T12:00:00Z".into()),
            ..subject().record("s", &terraform, "l.lock")
        }
    }

    #[test]
    fn a_call_without_an_answer_created_only_what_is_new_since_then() {
        let record = record();
        for (id, created, expected) in [
            ("new", "2026-06-01T12:00:00Z", true),
            ("new", "2026-06-01T11:59:00Z", true),
            ("new", "2026-06-01T12:03:00Z", true),
            ("new", "2026-06-01T11:58:59Z", false),
            ("new", "2026-06-01T12:03:01Z", false),
            ("new", "yesterday", false),
            ("old", "2026-06-01T12:00:00Z", false),
        ] {
            assert_eq!(record.may_have_created(id, created), expected, "{id} {created}");
        }
        let undated = Record { server_time: None, ..record };
        assert!(!undated.may_have_created("new", "2026-06-01T12:00:00Z"));
    }

    #[test]
    fn a_call_with_an_answer_created_the_object_of_its_id_and_no_other() {
        let record = Record { id: Some("a".into()), ..record() };
        assert!(record.may_have_created("a", "yesterday"));
        assert!(!record.may_have_created("b", "2026-06-01T12:00:00Z"));
        assert!(record.has_id("dts_migration_task", "a") && !record.has_id("dts_ram_role_trust", "a"));
    }

    #[test]
    fn only_an_undamaged_record_of_this_version_is_read() {
        let text = serde_json::to_vec(&record()).unwrap();
        assert_eq!(Record::parse(&text), Some(record()));
        assert_eq!(Record::parse(&text[..text.len() - 9]), None);
        assert_eq!(Record::parse(b""), None);
        let later = String::from_utf8(text).unwrap().replace("\"version\":1", "\"version\":2");
        assert_eq!(Record::parse(later.as_bytes()), None);
    }

    #[test]
    fn a_record_is_about_one_object_with_one_content() {
        let record = record();
        assert!(record.is_about(&subject()));
        let others: [fn(&mut Subject); 4] = [
            |subject| subject.kind = "dts_ram_role_trust",
            |subject| subject.account_id = "2".into(),
            |subject| subject.region = "cn-beijing".into(),
            |subject| subject.name = "users".into(),
        ];
        for change in others {
            let mut other = subject();
            change(&mut other);
            assert!(!record.has_name_of(&other) && !record.is_about(&other), "{other:?}");
            assert_ne!(other.file_name("s"), subject().file_name("s"));
        }
        let changed = Subject { content: "d".into(), ..subject() };
        assert!(record.has_name_of(&changed) && !record.is_about(&changed));
        assert_ne!(subject().file_name("s"), subject().file_name("t"), "another state");
    }
}
