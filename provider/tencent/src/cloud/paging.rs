//! Lists with several pages.

use std::collections::BTreeSet;

use cloud_core::{CallContext, Error};

use super::Cloud;
use crate::action::Action;
use crate::cam::{
    AttachedPolicy, DescribeRoleList, ListAttachedRolePolicies, ListEntitiesForPolicy, ListPolicies, ListedPolicy,
    PolicyEntity, RoleInfo,
};
use crate::dts::{DbInstance, DescribeMigrateDBInstances, DescribeMigrationJobs, JobItem};

/// Jobs or instances on a page, the most that DTS returns.
const JOBS: i64 = 100;
/// Policies or roles on a page, the most that CAM returns.
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

impl Paged for DescribeMigrateDBInstances {
    type Element = DbInstance;

    fn page(&self, page: i64) -> Self {
        Self { limit: Some(JOBS), offset: Some(page * JOBS), ..self.clone() }
    }

    fn elements(answer: Self::Answer) -> (Vec<DbInstance>, Option<i64>) {
        (answer.instances, answer.total_count)
    }

    fn key(instance: &DbInstance) -> String {
        instance.instance_id.clone()
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

impl Paged for DescribeRoleList {
    type Element = RoleInfo;

    fn page(&self, page: i64) -> Self {
        Self { page: page + 1, page_size: POLICIES, ..self.clone() }
    }

    fn elements(answer: Self::Answer) -> (Vec<RoleInfo>, Option<i64>) {
        (answer.roles, answer.total_count)
    }

    fn key(role: &RoleInfo) -> String {
        role.role_name.clone()
    }
}

impl Paged for ListPolicies {
    type Element = ListedPolicy;

    fn page(&self, page: i64) -> Self {
        Self { page: Some(page + 1), page_size: Some(POLICIES), ..self.clone() }
    }

    fn elements(answer: Self::Answer) -> (Vec<ListedPolicy>, Option<i64>) {
        (answer.policies, answer.total_count)
    }

    fn key(policy: &ListedPolicy) -> String {
        format!("{:?} {}", policy.policy_id, policy.policy_name)
    }
}

impl Paged for ListEntitiesForPolicy {
    type Element = PolicyEntity;

    fn page(&self, page: i64) -> Self {
        Self { page: Some(page + 1), page_size: Some(POLICIES), ..self.clone() }
    }

    fn elements(answer: Self::Answer) -> (Vec<PolicyEntity>, Option<i64>) {
        (answer.entities, answer.total_count)
    }

    fn key(entity: &PolicyEntity) -> String {
        format!("{:?} {}", entity.related_type, entity.id)
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

    /// All instances that the filters of a request select, from all pages; its `limit` and `offset` are not used.
    ///
    /// # Errors
    /// As for [`Cloud::call`].
    pub async fn source_instances(
        &self,
        filter: &DescribeMigrateDBInstances,
        ctx: &CallContext,
    ) -> Result<Vec<DbInstance>, Error> {
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

    /// All roles that the filters of a request select, from all pages; its `page` and `page_size` are not used.
    ///
    /// # Errors
    /// As for [`Cloud::call`].
    pub async fn roles(&self, filter: &DescribeRoleList, ctx: &CallContext) -> Result<Vec<RoleInfo>, Error> {
        self.all_pages(filter, ctx).await
    }

    /// All custom policies, from all pages.
    ///
    /// # Errors
    /// As for [`Cloud::call`].
    pub async fn custom_policies(&self, ctx: &CallContext) -> Result<Vec<ListedPolicy>, Error> {
        let custom = ListPolicies { scope: Some("Local".to_owned()), ..ListPolicies::default() };
        self.all_pages(&custom, ctx).await
    }

    /// The custom policy with a name, from the list: no call reads a policy by its name.
    ///
    /// # Errors
    /// [`Error::NotListed`] if there is none; else as for [`Cloud::call`].
    pub async fn custom_policy(&self, name: &str, ctx: &CallContext) -> Result<ListedPolicy, Error> {
        // The keyword is a part of the name, and not documented exactly: only the complete list proves that there is no such policy.
        for keyword in [Some(name.to_owned()), None] {
            let custom = ListPolicies { scope: Some("Local".to_owned()), keyword, ..ListPolicies::default() };
            let listed = self.all_pages(&custom, ctx).await?;
            if let Some(found) = listed.into_iter().find(|policy| policy.policy_name == name) {
                return Ok(found);
            }
        }
        Err(Error::NotListed { list: "CAM ListPolicies".to_owned(), object: format!("policy {name:?}") })
    }

    /// All that a policy is attached to, from all pages.
    ///
    /// # Errors
    /// As for [`Cloud::call`].
    pub async fn policy_entities(&self, policy_id: i64, ctx: &CallContext) -> Result<Vec<PolicyEntity>, Error> {
        self.all_pages(&ListEntitiesForPolicy { policy_id, ..ListEntitiesForPolicy::default() }, ctx).await
    }

    /// The elements of all pages. Elements move between the pages when others change at the same time: a list that is not complete is
    /// read once more.
    ///
    /// # Errors
    /// As for [`Cloud::call`]; [`Error::IncompleteList`] if the list is not complete then either.
    async fn all_pages<P: Paged>(&self, request: &P, ctx: &CallContext) -> Result<Vec<P::Element>, Error> {
        let mut pages = self.pages(request, ctx).await?;
        if !pages.is_complete() {
            pages = self.pages(request, ctx).await?;
        }
        match pages.total {
            Some(total) if !pages.is_complete() => Err(Error::IncompleteList {
                list: format!("{} {}", P::SERVICE, P::NAME),
                found: pages.elements.len(),
                total,
            }),
            _ => Ok(pages.elements),
        }
    }

    /// Reads pages until one has nothing new or all elements were read. An element that moves to a later page while the list is
    /// read is returned once.
    async fn pages<P: Paged>(&self, request: &P, ctx: &CallContext) -> Result<Pages<P::Element>, Error> {
        let mut pages = Pages { elements: Vec::new(), total: None };
        let mut seen = BTreeSet::new();
        for page in 0..MOST_PAGES {
            let (mut elements, total) = P::elements(self.call(&request.page(page), ctx).await?.answer);
            elements.retain(|element| seen.insert(P::key(element)));
            let nothing_new = elements.is_empty();
            pages.elements.extend(elements);
            pages.total = pages.total.max(total);
            if nothing_new || (total.is_some() && pages.is_complete()) {
                break;
            }
        }
        Ok(pages)
    }
}

/// What the pages of a list have.
struct Pages<T> {
    elements: Vec<T>,
    /// The largest number of all elements that a page says: if an element was deleted meanwhile, another one may have moved to a page
    /// that was read already.
    total: Option<i64>,
}

impl<T> Pages<T> {
    /// Whether there are no more elements, as far as the cloud says it.
    fn is_complete(&self) -> bool {
        self.total.is_none_or(|total| i64::try_from(self.elements.len()).is_ok_and(|read| read >= total))
    }
}
