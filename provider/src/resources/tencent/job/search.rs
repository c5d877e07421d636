//! The search for jobs of the list resources and of the data source.

use std::sync::LazyLock;

use tencent::dts::{DescribeMigrationJobs, JobItem, JobStatus, TagFilter};
use tfplugin::model::{Attr, Map};

use super::is_gone;
use crate::resources::shared::listing::has_tags;

/// The statuses that an argument can have.
pub(crate) static STATUSES: LazyLock<Vec<&'static str>> = LazyLock::new(|| {
    static KNOWN: &[JobStatus] = &JobStatus::KNOWN;
    KNOWN.iter().map(JobStatus::as_str).collect()
});

/// What a job must have; what is not set selects every job.
pub(crate) struct JobSearch<'f> {
    /// A part of the name.
    pub(crate) name: Option<&'f str>,
    /// The status in DTS.
    pub(crate) status: Option<&'f str>,
    /// The engine of the source.
    pub(crate) source_engine: Option<&'f str>,
    /// Tags of the job.
    pub(crate) tags: &'f Attr<Map<String>>,
}

impl JobSearch<'_> {
    /// The filters of DTS. They are not documented exactly, so their result is filtered again.
    pub(crate) fn filter(&self) -> DescribeMigrationJobs {
        let text = |value: Option<&str>| value.map(str::to_owned);
        let tags = self.tags.get().into_iter().flat_map(Map::known);
        DescribeMigrationJobs {
            job_name: text(self.name),
            status: text(self.status).into_iter().collect(),
            src_database_type: text(self.source_engine).into_iter().collect(),
            tag_filters: tags
                .map(|(key, value)| TagFilter { tag_key: key.clone(), tag_values: vec![value.clone()] })
                .collect(),
            ..DescribeMigrationJobs::default()
        }
    }

    /// Whether a job exists and has everything but the name, whose comparison differs.
    pub(crate) fn selects(&self, job: &JobItem) -> bool {
        !is_gone(&job.trade_info)
            && self.status.is_none_or(|status| job.status == JobStatus::of(status))
            && self.source_engine.is_none_or(|engine| job.src_info.database_type == engine)
            && has_tags(self.tags, job.tags.iter().map(|tag| (tag.tag_key.as_str(), tag.tag_value.as_str())))
    }
}
