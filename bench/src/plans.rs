//! Fresh plans with the real Terraform: no state, so every resource is to be created.

use std::collections::BTreeMap;
use std::time::Instant;

use super::samples::Samples;
use super::settings::COUNTS;
use super::subject::Subject;
use super::{BenchError, Settings};
use acceptance_harness::terraform::{Installation, Plugin, Terraform};

/// A folder in which one subject is planned.
pub(super) struct PlanFixture {
    subject: Subject,
    terraform: Terraform,
}

impl PlanFixture {
    /// Installed as users install it: found by `terraform init`, with its checksum in the lock file.
    pub(super) async fn prepare(subject: Subject, plugin: Option<Plugin>, emulator: &str) -> Result<Self, BenchError> {
        let plugins: Vec<Plugin> = plugin.into_iter().collect();
        let terraform = Terraform::with_plugins(Installation::Mirror, &plugins)?;
        terraform.write("main.tf", &subject.configuration(emulator))?;
        terraform.run(&["init"]).await?.success()?;
        Ok(Self { subject, terraform })
    }

    /// Wall time of one plan in seconds.
    pub(super) async fn plan(&self, resources: u32) -> Result<f64, BenchError> {
        let begun = Instant::now();
        let run = self.terraform.run(&["plan", "-no-color", &format!("-var=resources={resources}")]).await?;
        let took = begun.elapsed().as_secs_f64();
        let run = run.success()?;
        let expected = match resources {
            0 => "No changes.".to_owned(),
            some => format!("Plan: {some} to add, 0 to change, 0 to destroy."),
        };
        if run.stdout.contains(&expected) {
            return Ok(took);
        }
        let output = run.output();
        let end = output.char_indices().rev().nth(600).map_or(0, |(at, _)| at);
        let output = output[end..].to_owned();
        Err(BenchError::UnexpectedPlan { subject: self.subject.name(), resources, expected, output })
    }
}

/// Wall times in seconds, one sample a round.
#[derive(Debug, Default)]
pub(super) struct Plans(BTreeMap<(Subject, u32), Samples>);

impl Plans {
    pub(super) fn of(&self, subject: Subject, resources: u32) -> Samples {
        self.0.get(&(subject, resources)).cloned().unwrap_or_default()
    }

    /// The wall time as a multiple of that of as many built-in resources in the same round.
    pub(super) fn times_built_in(&self, subject: Subject, resources: u32) -> f64 {
        self.times_another(subject, Subject::BuiltIn, resources)
    }

    /// The wall time as a multiple of that of as many of another subject in the same round.
    pub(super) fn times_another(&self, subject: Subject, another: Subject, resources: u32) -> f64 {
        self.of(subject, resources).divided_by(&self.of(another, resources)).median()
    }

    /// Seconds for each resource beyond the plan without any.
    pub(super) fn per_resource(&self, subject: Subject, resources: u32) -> f64 {
        (self.of(subject, resources).median() - self.of(subject, 0).median()) / f64::from(resources)
    }

    /// The time for each resource among many, as a multiple of that among few.
    pub(super) fn growth(&self, subject: Subject) -> f64 {
        self.per_resource(subject, COUNTS.many) / self.per_resource(subject, COUNTS.few)
    }
}

/// Plans all subjects in turn, round after round, so that a busy machine slows all of them equally.
pub(super) async fn measure(settings: &Settings, emulator: &str) -> Result<Plans, BenchError> {
    let mut fixtures = Vec::new();
    for subject in Subject::ALL {
        fixtures.push(PlanFixture::prepare(subject, subject.plugin(settings), emulator).await?);
    }
    for fixture in &fixtures {
        // The first run reads the binaries from the disk.
        fixture.plan(1).await?;
    }
    let mut plans = Plans::default();
    for _ in 0..settings.rounds {
        for resources in COUNTS.all() {
            for fixture in &fixtures {
                let took = fixture.plan(resources).await?;
                plans.0.entry((fixture.subject, resources)).or_default().add(took);
            }
        }
        // Another subject is the first after the longest plan in each round.
        fixtures.rotate_left(1);
    }
    Ok(plans)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_floor_is_subtracted_before_few_and_many_are_compared() {
        let seconds = [(0, 1.0), (COUNTS.few, 1.3), (COUNTS.many, 7.0)];
        let entry = |(count, took)| ((Subject::Online, count), [took].into_iter().collect());
        let plans = Plans(seconds.into_iter().map(entry).collect());
        assert!((plans.per_resource(Subject::Online, COUNTS.few) - 0.001).abs() < 1e-9);
        assert!((plans.growth(Subject::Online) - 2.0).abs() < 1e-6);
    }

    #[test]
    fn the_ratio_is_the_median_of_the_rounds() {
        let built_in: Samples = [1.0, 2.0, 1.0].into_iter().collect();
        let ours: Samples = [1.5, 2.8, 9.0].into_iter().collect();
        let plans = Plans([((Subject::BuiltIn, 5), built_in), ((Subject::Online, 5), ours)].into_iter().collect());
        assert!((plans.times_built_in(Subject::Online, 5) - 1.5).abs() < 1e-9);
    }
}
