//! All jobs of all accounts.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use crate::core::tracked::Entry;
use crate::jobs::Moment;
use crate::rehearsal::Figures;

use super::direction::Direction;
use super::model::Job;

/// A job that counts as changed from the first use that can change it.
pub(crate) type JobEntry<'a> = Entry<'a, u64, Job>;

/// The jobs, in the order in which they were created. It remembers which were changed.
#[derive(Default)]
pub(crate) struct Jobs {
    by_number: BTreeMap<u64, Job>,
    numbers: HashMap<String, u64>,
    of_accounts: HashMap<String, BTreeSet<u64>>,
    /// The numbers of the jobs of an instance; a two-way synchronization has two.
    of_instances: HashMap<String, BTreeSet<u64>>,
    last: u64,
    changed: BTreeSet<u64>,
}

impl Jobs {
    pub(crate) fn insert(&mut self, job: Job) {
        let number = self.last + 1;
        self.changed.insert(number);
        self.put(number, job);
    }

    /// Adds a job of an earlier run at its position.
    pub(crate) fn put(&mut self, number: u64, job: Job) {
        self.last = self.last.max(number);
        self.numbers.insert(job.id.clone(), number);
        self.of_accounts.entry(job.account.clone()).or_default().insert(number);
        self.of_instances.entry(job.instance_id()).or_default().insert(number);
        self.by_number.insert(number, job);
    }

    pub(crate) fn remove(&mut self, id: &str) {
        let Some(number) = self.numbers.remove(id) else { return };
        self.changed.insert(number);
        let Some(job) = self.by_number.remove(&number) else { return };
        if let Some(numbers) = self.of_accounts.get_mut(&job.account) {
            numbers.remove(&number);
        }
        if let Some(numbers) = self.of_instances.get_mut(&job.instance_id()) {
            numbers.remove(&number);
        }
    }

    /// The jobs of an instance, the forward job first.
    pub(crate) fn of_instance(&self, id: &str) -> Vec<&Job> {
        let numbers = self.of_instances.get(id).into_iter().flatten();
        let mut jobs: Vec<&Job> = numbers.filter_map(|number| self.by_number.get(number)).collect();
        jobs.sort_by_key(|job| job.direction == Direction::Reverse);
        jobs
    }

    pub(crate) fn get(&self, id: &str) -> Option<&Job> {
        self.by_number.get(self.numbers.get(id)?)
    }

    /// A job to read or to change.
    pub(crate) fn get_mut(&mut self, id: &str) -> Option<JobEntry<'_>> {
        let number = *self.numbers.get(id)?;
        let job = self.by_number.get_mut(&number)?;
        Some(JobEntry::new(number, job, &mut self.changed))
    }

    /// What an engine reports of a job. It is not kept, so that the job does not count as changed.
    pub(crate) fn show(&mut self, id: &str, figures: Figures) {
        if let Some(job) = self.numbers.get(id).and_then(|number| self.by_number.get_mut(number)) {
            job.figures = Some(figures);
        }
    }

    /// One poll of a job. The job counts as changed only when the poll moves it.
    pub(crate) fn poll(&mut self, id: &str, moment: Moment<'_>) -> Option<&Job> {
        let number = *self.numbers.get(id)?;
        let job = self.by_number.get_mut(&number)?;
        if job.poll(moment) {
            self.changed.insert(number);
        }
        Some(job)
    }

    /// Moves all jobs as far as the pace allows.
    pub(crate) fn advance(&mut self, moment: Moment<'_>) {
        for (number, job) in &mut self.by_number {
            if job.advance(moment) {
                self.changed.insert(*number);
            }
        }
    }

    /// Every job of every account.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Job> {
        self.by_number.values()
    }

    pub(crate) fn of_account(&self, account: &str) -> impl DoubleEndedIterator<Item = &Job> {
        let numbers = self.of_accounts.get(account).into_iter().flatten();
        numbers.filter_map(|number| self.by_number.get(number))
    }

    /// The jobs of an account that have one of these IDs, in their order.
    pub(crate) fn named<'a>(&self, account: &str, ids: impl IntoIterator<Item = &'a String>) -> Vec<&Job> {
        let numbers: BTreeSet<u64> = ids.into_iter().filter_map(|id| self.numbers.get(id).copied()).collect();
        let jobs = numbers.iter().filter_map(|number| self.by_number.get(number));
        jobs.filter(|job| job.account == account).collect()
    }

    pub(crate) fn numbered(&self) -> &BTreeMap<u64, Job> {
        &self.by_number
    }

    /// Numbers of the jobs that were changed or removed since the last time.
    pub(crate) fn take_changed(&mut self) -> BTreeSet<u64> {
        std::mem::take(&mut self.changed)
    }
}
