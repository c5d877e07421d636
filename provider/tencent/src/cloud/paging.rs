//! Lists with several pages.

use std::collections::BTreeSet;

use cloud_core::{CallContext, Error};

use super::Cloud;
use crate::action::Action;
use crate::cam::{AttachedPolicy, ListAttachedRolePolicies};
use crate::dts::{DescribeMigrationJobs, JobItem};

/// Jobs on a page, the most that DTS returns.
const JOBS: i64 = 100;
/// Policies on a page, the most that CAM returns.
const POLICIES: i64 = 200;
/// More pages mean that the cloud ignores the number of the page.
const MOST_PAGES: i64 = 1000;

/// An action that returns a part of a list.
trait Paged: Action + Clone {
    /// An element of the list.
    type Element;

    /// The request for a page, counted from 0.
    #[must_use]
    fn page(&self, page: i64) -> Self;

    /// The elements of a page and the number of all elements.
    fn elements(answer: Self::Answer) -> (Vec<Self::Element>, Option<i64>);

    /// What is the same on two pages for one element.
    fn key(element: &Self::Element) -> String;
}

impl Paged for DescribeMigrationJobs {
    type Element = JobItem;

    fn page(&self, page: i64) -> Self {
        Self { limit: Some(JOBS), offset: Some(page * JOBS), ..self.clone() }
    }

    fn elements(answer: Self::Answer) -> (Vec<JobItem>, Option<i64>) {
        (answer.jobs, answer.total_count)
    }

    fn key(job: &JobItem) -> String {
        job.job_id.clone()
    }
}

impl Paged for ListAttachedRolePolicies {
    type Element = AttachedPolicy;

    fn page(&self, page: i64) -> Self {
        Self { page: page + 1, page_size: POLICIES, ..self.clone() }
    }

    fn elements(answer: Self::Answer) -> (Vec<AttachedPolicy>, Option<i64>) {
        (answer.policies, answer.total_count)
    }

    fn key(policy: &AttachedPolicy) -> String {
        format!("{:?} {}", policy.policy_id, policy.policy_name)
    }
}

impl Cloud {
    /// All jobs that the filters of a request select, from all pages; its `limit` and `offset` are not used.
    ///
    /// # Errors
    /// As for [`Cloud::call`].
    pub async fn migration_jobs(
        &self,
        filter: &DescribeMigrationJobs,
        ctx: &CallContext,
    ) -> Result<Vec<JobItem>, Error> {
        self.all_pages(filter, ctx).await
    }

    /// All policies that are attached to a role, from all pages; the `page` and `page_size` of the request are not used.
    ///
    /// # Errors
    /// As for [`Cloud::call`].
    pub async fn attached_role_policies(
        &self,
        role: &ListAttachedRolePolicies,
        ctx: &CallContext,
    ) -> Result<Vec<AttachedPolicy>, Error> {
        self.all_pages(role, ctx).await
    }

    /// Reads pages until one has nothing new or all elements were read. An element that moves to a later page while the list is
    /// read is returned once.
    async fn all_pages<P: Paged>(&self, request: &P, ctx: &CallContext) -> Result<Vec<P::Element>, Error> {
        let mut all = Vec::new();
        let mut seen = BTreeSet::new();
        for page in 0..MOST_PAGES {
            let (mut elements, total) = P::elements(self.call(&request.page(page), ctx).await?.answer);
            elements.retain(|element| seen.insert(P::key(element)));
            let nothing_new = elements.is_empty();
            all.extend(elements);
            let complete = total.is_some_and(|total| i64::try_from(all.len()).is_ok_and(|read| read >= total));
            if nothing_new || complete {
                break;
            }
        }
        Ok(all)
    }
}
