//! The search for jobs of the list resources and of the data sources.

use alibaba::{
    Error,
    dts::{DescribeDtsJobs, JobStatus, JobSummary},
};
use tfplugin::model::{Attr, Map};

use super::JobKind;
use crate::resources::shared::{
    Session,
    listing::has_tags,
    pages::{self, PAGE_SIZE},
};

/// What a job must have; what is not set selects every job.
pub(crate) struct JobSearch<'f> {
    /// A part of the name.
    pub(crate) name: Option<&'f str>,
    /// The status in DTS.
    pub(crate) status: Option<&'f str>,
    /// Tags of the instance.
    pub(crate) tags: &'f Attr<Map<String>>,
    /// The resource group.
    pub(crate) resource_group_id: Option<&'f str>,
    /// The dedicated cluster.
    pub(crate) dedicated_cluster_id: Option<&'f str>,
}

impl JobSearch<'_> {
    /// A page of the jobs of a kind, the oldest first.
    ///
    /// # Errors
    /// The call failed.
    pub(crate) async fn page(
        &self,
        session: &Session<'_>,
        kind: &JobKind,
        number: i64,
    ) -> Result<pages::Page<JobSummary>, Error> {
        let text = |value: Option<&str>| value.map(str::to_owned);
        let request = DescribeDtsJobs {
            region: Some(session.region()),
            job_type: Some(kind.job_type.to_owned()),
            search_by: self.name.map(|_| "name".to_owned()),
            params: text(self.name),
            status: text(self.status),
            tags: self.tags_as_json(),
            resource_group_id: text(self.resource_group_id),
            dedicated_cluster_id: text(self.dedicated_cluster_id),
            order_column: Some("CreateTime".to_owned()),
            page_number: Some(number),
            page_size: Some(PAGE_SIZE),
            without_db_list: Some(true),
            ..DescribeDtsJobs::default()
        };
        let page = session.call(&request).await?.answer;
        Ok((page.jobs, page.total_record_count))
    }

    fn tags_as_json(&self) -> Option<String> {
        let tags: serde_json::Map<String, serde_json::Value> =
            self.tags.get()?.known().map(|(key, value)| (key.clone(), value.as_str().into())).collect();
        (!tags.is_empty()).then(|| serde_json::Value::Object(tags).to_string())
    }

    /// Whether a job has everything but the name, whose comparison differs: the search of DTS is not documented exactly, so its
    /// result is filtered again.
    pub(crate) fn selects(&self, job: &JobSummary) -> bool {
        let is_set_to = |wanted: Option<&str>, value: &str| wanted.is_none_or(|wanted| wanted == value);
        self.status.is_none_or(|status| job.status == JobStatus::of(status))
            && is_set_to(self.resource_group_id, &job.resource_group_id)
            && is_set_to(self.dedicated_cluster_id, &job.dedicated_cluster_id)
            && has_tags(self.tags, job.tags.iter().map(|tag| (tag.tag_key.as_str(), tag.tag_value.as_str())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tags(tags: &Attr<Map<String>>) -> Option<String> {
        let search = JobSearch { name: None, status: None, tags, resource_group_id: None, dedicated_cluster_id: None };
        search.tags_as_json()
    }

    #[test]
    fn tags_are_sent_as_one_json_object_or_not_at_all() {
        let with = |pairs: &[(&str, &str)]| {
            Attr::Known(pairs.iter().map(|(key, value)| ((*key).to_owned(), (*value).to_owned())).collect())
        };
        assert_eq!(tags(&with(&[("a", "1"), ("b", "\"")])).as_deref(), Some(r#"{"a":"1","b":"\""}"#));
        assert_eq!(tags(&with(&[])), None);
        assert_eq!(tags(&Attr::Null), None);
    }
}
