//! Whether a job that exists was bought by this configuration. Content alone proves nothing: another team may have bought an equal job.

use std::collections::BTreeSet;

use jiff::Timestamp;
use tencent::dts::{JobItem, TagItem};
use tfplugin::{diagnostic::Diagnostic, path::AttributePath};

use super::{TYPE, job::created_at, model::InstanceModel};
use crate::{
    accounts::InFlightNames,
    diagnostics::with_ready_imports,
    resources::{
        shared::{CreateRecords, EarlierCreate, OWNERSHIP_TAG, Subject, digest, is_since},
        tencent::job::{configured_tags, ownership_tag},
    },
};

/// By what a create recognizes the job of its configuration.
pub(super) struct Ownership<'a> {
    pub(super) planned: &'a InstanceModel,
    pub(super) subject: Subject,
    pub(super) records: &'a CreateRecords,
    pub(super) in_flight: &'a InFlightNames,
    pub(super) ownership_id: Option<&'a str>,
}

/// What a create buys, for its record.
pub(super) fn subject(account_id: &str, region: &str, planned: &InstanceModel) -> Subject {
    let content = [&planned.source_engine, &planned.destination_engine, &planned.source_region]
        .map(|value| value.or(String::new()));
    Subject {
        kind: TYPE,
        account_id: account_id.to_owned(),
        region: region.to_owned(),
        name: planned.name.or(String::new()),
        content: digest(&content),
    }
}

impl Ownership<'_> {
    /// The tags of the purchase, with the ownership tag.
    pub(super) fn tags(&self) -> Vec<TagItem> {
        let given = self.planned.tags.get().into_iter().flat_map(|tags| tags.known());
        let given = given.map(|(key, value)| (key.clone(), value.clone()));
        let own = self.ownership_id.map(|id| (OWNERSHIP_TAG.to_owned(), id.to_owned()));
        given.chain(own).map(|(tag_key, tag_value)| TagItem { tag_key, tag_value }).collect()
    }

    /// Whether the job is ours. `earlier`: the create of an earlier run that ended before its job was in the state.
    pub(super) fn is_ours(&self, job: &JobItem, earlier: Option<&EarlierCreate>) -> bool {
        if self.in_flight.holds(&job.job_id) {
            return false;
        }
        let is_recorded = earlier.is_some_and(|earlier| {
            earlier.may_have_created(&job.job_id, &created_at(&job.create_time))
                && (earlier.id().is_some() || self.is_equal(job))
        });
        is_recorded || self.has_tag(job)
    }

    /// Whether the job was bought by the call whose answer was lost: it is new, and as planned. `began` is the time before the call.
    pub(super) fn is_of_lost_answer(&self, job: &JobItem, known: &BTreeSet<String>, began: Option<Timestamp>) -> bool {
        !known.contains(&job.job_id)
            && !self.in_flight.holds(&job.job_id)
            && is_since(&created_at(&job.create_time), began)
            && self.is_equal(job)
    }

    /// Whether the job is as the purchase makes it, with the tags.
    fn is_equal(&self, job: &JobItem) -> bool {
        let same = |known: &str, planned: Option<&str>| known.is_empty() || planned == Some(known);
        let planned = self.planned;
        let tag = ownership_tag(&job.tags);
        let tags = planned.tags.get().into_iter().flat_map(|tags| tags.known());
        same(&job.src_info.database_type, planned.source_engine.as_str())
            && same(&job.dst_info.database_type, planned.destination_engine.as_str())
            && same(&job.src_info.region, planned.source_region.as_str())
            && same(&job.trade_info.instance_class, planned.instance_class.as_str())
            && tag == self.ownership_id
            && configured_tags(&job.tags) == tags.map(|(key, value)| (key.clone(), value.clone())).collect()
    }

    fn has_tag(&self, job: &JobItem) -> bool {
        let tag = ownership_tag(&job.tags);
        tag.is_some() && tag == self.ownership_id && self.records.trust_tag(TYPE, &job.job_id)
    }

    /// The error about jobs of the name that are not ours.
    pub(super) fn exist_already(&self, jobs: &[JobItem]) -> Diagnostic {
        let name = self.planned.name.or(String::new());
        let listed: Vec<String> = jobs
            .iter()
            .map(|job| format!("{} ({}, bought at {})", job.job_id, job.status, created_at(&job.create_time)))
            .collect();
        let diagnostic = Diagnostic::error(
            "A migration job with this name exists already",
            format!(
                "The account has a migration job named {name:?}: {}. {} Nothing was bought. To buy another job, use another name.",
                listed.join(", "),
                self.records.no_proof("job", "bought", self.ownership_id)
            ),
        );
        let imports: Vec<(&str, &str)> = jobs.iter().map(|job| (TYPE, job.job_id.as_str())).collect();
        with_ready_imports(diagnostic, &imports).at(AttributePath::of(&["name"]))
    }
}

/// The warning that an existing job is managed from now on.
pub(super) fn adopted(job: &JobItem) -> Diagnostic {
    Diagnostic::warning(
        "An existing migration job is now managed by Terraform",
        format!(
            "Migration job {} ({:?}, status {}) was bought by an earlier apply of this configuration. Nothing was bought.",
            job.job_id, job.job_name, job.status
        ),
    )
}

#[cfg(test)]
mod tests {
    use tencent::dts::{DbEndpointInfo, TradeInfo};

    use super::*;

    const NOW: &str = "2026-01-01T12:00:00Z";

    fn planned() -> InstanceModel {
        InstanceModel {
            name: "orders".into(),
            source_engine: "mysql".into(),
            destination_engine: "mysql".into(),
            source_region: "ap-guangzhou".into(),
            instance_class: "small".into(),
            ..InstanceModel::default()
        }
    }

    fn job() -> JobItem {
        let endpoint = || DbEndpointInfo {
            database_type: "mysql".into(),
            region: "ap-guangzhou".into(),
            ..DbEndpointInfo::default()
        };
        JobItem {
            job_id: "dts-1".into(),
            job_name: "orders".into(),
            create_time: "2026-01-01 20:00:01".into(),
            src_info: endpoint(),
            dst_info: endpoint(),
            trade_info: TradeInfo { instance_class: "small".into(), ..TradeInfo::default() },
            ..JobItem::default()
        }
    }

    fn ownership<'a>(
        planned: &'a InstanceModel,
        records: &'a CreateRecords,
        in_flight: &'a InFlightNames,
        ownership_id: Option<&'a str>,
    ) -> Ownership<'a> {
        Ownership { planned, subject: subject("1", "ap-guangzhou", planned), records, in_flight, ownership_id }
    }

    #[test]
    fn an_equal_job_without_proof_is_not_ours_and_the_error_has_its_import_block() {
        let (planned, in_flight) = (planned(), InFlightNames::default());
        let (_directory, records) = CreateRecords::of_new_directory();
        let ownership = ownership(&planned, &records, &in_flight, None);
        assert!(!ownership.is_ours(&job(), None));
        let text = ownership.exist_already(&[job()]).detail;
        assert!(text.contains("to = dts_tencent_migration_instance.NAME\n    id = \"dts-1\""), "{text}");
    }

    #[test]
    fn a_job_with_our_tag_is_ours_unless_another_resource_holds_it() {
        let (planned, in_flight) = (planned(), InFlightNames::default());
        let (_directory, records) = CreateRecords::of_new_directory();
        let mut tagged = job();
        tagged.tags.push(TagItem { tag_key: OWNERSHIP_TAG.into(), tag_value: "team-a".into() });
        assert!(ownership(&planned, &records, &in_flight, Some("team-a")).is_ours(&tagged, None));
        assert!(!ownership(&planned, &records, &in_flight, Some("team-b")).is_ours(&tagged, None));
        in_flight.hold("dts-1");
        assert!(!ownership(&planned, &records, &in_flight, Some("team-a")).is_ours(&tagged, None));
    }

    #[test]
    fn after_a_lost_answer_only_a_new_equal_job_is_ours() {
        let (planned, in_flight) = (planned(), InFlightNames::default());
        let ownership = ownership(&planned, CreateRecords::none(), &in_flight, None);
        let began = NOW.parse().ok();
        let is_ours = |job: &JobItem| ownership.is_of_lost_answer(job, &BTreeSet::new(), began);
        assert!(is_ours(&job()));
        assert!(!ownership.is_of_lost_answer(&job(), &["dts-1".to_owned()].into(), began), "it was there before");
        assert!(!ownership.is_of_lost_answer(&job(), &BTreeSet::new(), None), "the time is not known");
        let differing: [fn(&mut JobItem); 4] = [
            |job| job.create_time = "2026-01-01 19:00:00".into(),
            |job| job.src_info.database_type = "mariadb".into(),
            |job| job.trade_info.instance_class = "large".into(),
            |job| job.tags.push(TagItem { tag_key: "team".into(), tag_value: "b".into() }),
        ];
        for differ in differing {
            let mut other = job();
            differ(&mut other);
            assert!(!is_ours(&other), "{other:?}");
        }
    }
}
