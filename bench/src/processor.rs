//! Processor time of the provider itself, in plans of few and of many resources.

use std::collections::BTreeMap;

use tempfile::TempDir;

use super::plans::PlanFixture;
use super::samples::Samples;
use super::settings::COUNTS;
use super::subject::Subject;
use super::wrapper::Wrapper;
use super::{BenchError, Settings};
use acceptance_harness::HarnessError;
use acceptance_harness::terraform::Plugin;

/// Seconds of user and system time of all provider processes of one plan.
#[derive(Debug, Default)]
pub(super) struct Processor(BTreeMap<(Subject, u32), Samples>);

impl Processor {
    pub(super) fn of(&self, subject: Subject, resources: u32) -> f64 {
        self.0.get(&(subject, resources)).cloned().unwrap_or_default().median()
    }

    /// Seconds for each further resource. The costs of starting and configuring are in both plans, and cancel out.
    pub(super) fn per_resource(&self, subject: Subject) -> f64 {
        let further = self.of(subject, COUNTS.many) - self.of(subject, COUNTS.few);
        further / f64::from(COUNTS.many - COUNTS.few)
    }
}

/// Runs plans with a script between Terraform and the provider. The script waits for the provider and reads its times from the
/// system.
pub(super) async fn measure(settings: &Settings, emulator: &str) -> Result<Processor, BenchError> {
    let mut processor = Processor::default();
    for subject in Subject::ALL {
        let Some(plugin) = subject.plugin(settings) else { continue };
        let folder = TempDir::with_prefix("dts-bench-").map_err(HarnessError::file("create", "a temporary folder"))?;
        let wrapper = Wrapper::write(folder.path(), &plugin.binary)?;
        let wrapped = Plugin { name: plugin.name, binary: wrapper.script().to_owned() };
        let fixture = PlanFixture::prepare(subject, Some(wrapped), emulator).await?;
        // Removes the times of processes that `init` started.
        fixture.plan(1).await?;
        wrapper.take()?;
        for _ in 0..settings.processor_rounds {
            for resources in [COUNTS.few, COUNTS.many] {
                fixture.plan(resources).await?;
                processor.0.entry((subject, resources)).or_default().add(wrapper.take()?);
            }
        }
    }
    Ok(processor)
}
