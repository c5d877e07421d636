//! One emulator with objects of another user, the providers, and the cells that run on them.

use std::collections::BTreeMap;

use acceptance_wire::Reported;
use serde_json::Value as Json;

use crate::mangled_answers::answers::{Answer, Substitution};
use crate::mangled_answers::calls::{Phase, Point, points};
use crate::mangled_answers::cloud::{Cloud, LoggedCall, Objects};
use crate::mangled_answers::run::{Errors, Managed, Providers};
use crate::mangled_answers::scenario::Scenario;

/// The calls of each run.
#[derive(Clone, Debug, Default)]
pub(crate) struct Points {
    pub(crate) apply: Vec<Point>,
    pub(crate) refresh: Vec<Point>,
    pub(crate) destroy: Vec<Point>,
}

impl Points {
    pub(crate) fn all(&self) -> impl Iterator<Item = &Point> {
        self.apply.iter().chain(&self.refresh).chain(&self.destroy)
    }

    /// How many rounds it takes until each call was mangled.
    pub(crate) fn rounds(&self) -> usize {
        self.apply.len().max(self.refresh.len()).max(self.destroy.len())
    }
}

/// How one cell ended.
#[derive(Clone, Debug)]
pub(crate) struct Cell {
    pub(crate) point: Point,
    pub(crate) result: Result<Ending, Problem>,
}

/// A cell that ended as it should.
#[derive(Clone, Debug)]
pub(crate) enum Ending {
    /// The run succeeded.
    Success,
    /// The run ended with errors that name the action.
    PreciseError,
}

/// A cell that did not end as it should.
#[derive(Clone, Debug)]
pub(crate) enum Problem {
    Lost(String),
    Doubled(String),
    Other(String),
}

impl Problem {
    /// What is wrong.
    pub(crate) fn text(&self) -> &str {
        match self {
            Self::Lost(text) | Self::Doubled(text) | Self::Other(text) => text,
        }
    }
}

pub(crate) struct Worker {
    scenario: &'static Scenario,
    cloud: Cloud,
    providers: Providers,
    substitution: Substitution,
    /// What another user has.
    others: (Objects, Vec<Json>),
    pub(crate) imports: usize,
}

impl Worker {
    pub(crate) async fn start(scenario: &'static Scenario) -> Self {
        let cloud = Cloud::start().await;
        let providers = Providers::start(scenario, &cloud.url()).await;
        let mut other = Managed::none(scenario, "other-role", "other");
        let errors = other.apply(&providers).await;
        assert!(errors.is_empty(), "{errors:#?}");
        let value = |number: usize, attribute: &str| other.text(number, attribute).to_owned();
        let values: BTreeMap<String, String> = scenario
            .values
            .iter()
            .map(|(name, number, attribute)| ((*name).to_owned(), value(*number, attribute)))
            .collect();
        let others = unmoved(&cloud, &providers, &mut other).await;
        let substitution = Substitution::new(scenario, values);
        Self { scenario, cloud, providers, substitution, others, imports: 0 }
    }

    /// The configuration that the cells use.
    fn mine(&self) -> Managed {
        Managed::none(self.scenario, self.scenario.role, "orders")
    }

    pub(crate) async fn end(self) {
        self.cloud.end().await;
    }

    /// The calls of the runs without a mangled answer.
    pub(crate) async fn points(&mut self) -> Points {
        let mut managed = self.mine();
        let apply = self.calls_of(Managed::apply, &mut managed).await;
        let refresh = self.calls_of(Managed::refresh, &mut managed).await;
        let destroy = self.calls_of(Managed::destroy, &mut managed).await;
        Points {
            apply: points(Phase::Apply, &apply, 0),
            refresh: points(Phase::Refresh, &refresh, 0),
            // A destroy begins with a refresh.
            destroy: points(Phase::Destroy, &destroy, refresh.len()),
        }
    }

    async fn calls_of(
        &mut self,
        run: impl AsyncFn(&mut Managed, &Providers) -> Errors,
        managed: &mut Managed,
    ) -> Vec<LoggedCall> {
        self.providers.begin_run().await;
        self.cloud.new_calls();
        let errors = run(managed, &self.providers).await;
        assert!(errors.is_empty(), "{errors:#?}");
        self.cloud.new_calls()
    }

    /// A complete life of the objects, in which the answers of up to three calls are mangled: one of the apply, one of the refresh
    /// and one of the destroy. Ends at the first problem.
    pub(crate) async fn cells(&mut self, answer: &Answer, always: bool, points: [Option<&Point>; 3]) -> Vec<Cell> {
        let mut cells = Vec::new();
        let mut managed = self.mine();
        let [apply, refresh, destroy] = points;
        if let Err(problem) = self.life(answer, always, [apply, refresh, destroy], &mut managed, &mut cells).await {
            cells.push(problem);
        }
        cells
    }

    async fn life(
        &mut self,
        answer: &Answer,
        always: bool,
        [apply, refresh, destroy]: [Option<&Point>; 3],
        managed: &mut Managed,
        cells: &mut Vec<Cell>,
    ) -> Result<(), Cell> {
        let failed = |point: &Point, problem| Cell { point: point.clone(), result: Err(problem) };
        let any = apply.or(refresh).or(destroy);
        let Some(any) = any else { return Ok(()) };
        let errors = self.mangled(answer, always, apply, Managed::apply, managed).await;
        let ending = self.after_apply(apply, errors, managed).await.map_err(|p| failed(apply.unwrap_or(any), p))?;
        cells.extend(apply.zip(ending).map(|(point, ending)| Cell { point: point.clone(), result: Ok(ending) }));
        if refresh.is_some() {
            let ids = managed.ids();
            let errors = self.mangled(answer, always, refresh, Managed::refresh, managed).await;
            let ending = self
                .after_refresh(refresh, errors, &ids, managed)
                .await
                .map_err(|p| failed(refresh.unwrap_or(any), p))?;
            cells.extend(refresh.zip(ending).map(|(point, ending)| Cell { point: point.clone(), result: Ok(ending) }));
        }
        let errors = self.mangled(answer, always, destroy, Managed::destroy, managed).await;
        let ending =
            self.after_destroy(destroy, errors, managed).await.map_err(|p| failed(destroy.unwrap_or(any), p))?;
        cells.extend(destroy.zip(ending).map(|(point, ending)| Cell { point: point.clone(), result: Ok(ending) }));
        Ok(())
    }

    /// One run in which the answer of a call is mangled, if there is one.
    async fn mangled(
        &mut self,
        answer: &Answer,
        always: bool,
        point: Option<&Point>,
        run: impl AsyncFn(&mut Managed, &Providers) -> Errors,
        managed: &mut Managed,
    ) -> Result<Errors, Problem> {
        self.providers.begin_run().await;
        self.cloud.new_calls();
        if let Some(point) = point {
            let fault = self.substitution.fault_for(answer, &point.action);
            self.cloud.control.fault(&point.rule(&fault, always)).await.unwrap();
        }
        let errors = run(managed, &self.providers).await;
        self.cloud.control.clear_faults().await.unwrap();
        let calls = self.cloud.new_calls();
        if point.is_some() && !calls.iter().any(|call| call.mangled) {
            return Err(Problem::Other(format!("no answer was mangled: {errors:?}")));
        }
        Ok(errors)
    }

    /// The objects of the managed configuration. Those of another user must be unchanged.
    async fn own(&self) -> Result<Objects, Problem> {
        let (all, details) = self.cloud.contents().await;
        let changed: Vec<&Json> = self.others.1.iter().filter(|one| !details.contains(one)).collect();
        if !changed.is_empty() {
            return Err(Problem::Other(format!("objects of another user were changed: {changed:?}")));
        }
        let own = all.without(&self.others.0);
        match own.counts().iter().any(|count| *count > 1) {
            true => Err(Problem::Doubled(format!("there are {own:?}"))),
            false => Ok(own),
        }
    }

    async fn after_apply(
        &mut self,
        point: Option<&Point>,
        errors: Result<Errors, Problem>,
        managed: &mut Managed,
    ) -> Result<Option<Ending>, Problem> {
        let ending = ending(point, errors?)?;
        let own = self.own().await?;
        ids_must_exist(managed, &own)?;
        // Now all answers are those of the API.
        self.providers.begin_run().await;
        let mut errors = managed.apply(&self.providers).await;
        let imported = managed.import(&self.providers, &errors).await;
        if imported > 0 {
            self.imports += imported;
            self.providers.begin_run().await;
            errors = managed.apply(&self.providers).await;
        }
        if !errors.is_empty() {
            return Err(Problem::Other(format!("the next apply failed: {errors:#?}")));
        }
        let own = self.own().await?;
        if own.counts() != self.scenario.complete {
            return Err(Problem::Lost(format!("after the next apply there are {own:?}")));
        }
        ids_must_exist(managed, &own)?;
        self.plan_must_be_empty(managed).await?;
        Ok(ending)
    }

    async fn plan_must_be_empty(&self, managed: &mut Managed) -> Result<(), Problem> {
        self.providers.begin_run().await;
        let errors = managed.refresh(&self.providers).await;
        if !errors.is_empty() {
            return Err(Problem::Other(format!("the next refresh failed: {errors:#?}")));
        }
        match managed.plan(&self.providers).await {
            Ok(plans) if plans.is_empty() => Ok(()),
            Ok(plans) => {
                let changes: Vec<_> = plans.iter().map(|(number, plan)| (number, plan.changed())).collect();
                Err(Problem::Other(format!("the next plan is not empty: {changes:?}")))
            }
            Err(errors) => Err(Problem::Other(format!("the next plan failed: {errors:#?}"))),
        }
    }

    async fn after_refresh(
        &mut self,
        point: Option<&Point>,
        errors: Result<Errors, Problem>,
        before: &[String],
        managed: &mut Managed,
    ) -> Result<Option<Ending>, Problem> {
        let ending = ending(point, errors?)?;
        let now = managed.ids();
        if now != *before {
            return Err(Problem::Lost(format!("the refresh changed {before:?} to {now:?}")));
        }
        self.plan_must_be_empty(managed).await?;
        Ok(ending)
    }

    async fn after_destroy(
        &mut self,
        point: Option<&Point>,
        errors: Result<Errors, Problem>,
        managed: &mut Managed,
    ) -> Result<Option<Ending>, Problem> {
        let ending = ending(point, errors?)?;
        let (own, ids) = (self.own().await?, managed.ids());
        let [roles, jobs, _, policies] = own.kinds();
        let of_state = [(roles, ids.first()), (jobs, ids.get(1)), (policies, ids.get(3))];
        if of_state.into_iter().any(|(existing, id)| existing.iter().any(|one| Some(one) != id)) {
            return Err(Problem::Lost(format!("{own:?} exist, and the state has {ids:?}")));
        }
        self.providers.begin_run().await;
        let errors = managed.destroy(&self.providers).await;
        if !errors.is_empty() {
            return Err(Problem::Other(format!("the next destroy failed: {errors:#?}")));
        }
        let own = self.own().await?;
        if own.counts() != [0; 4] {
            return Err(Problem::Lost(format!("after the next destroy there are {own:?}")));
        }
        Ok(ending)
    }
}

/// The contents of the accounts, when a read of the objects does not change them any more: the emulator moves a job ahead when it is
/// read.
async fn unmoved(cloud: &Cloud, providers: &Providers, other: &mut Managed) -> (Objects, Vec<Json>) {
    let mut before = cloud.contents().await;
    loop {
        let errors = other.refresh(providers).await;
        assert!(errors.is_empty(), "{errors:#?}");
        let now = cloud.contents().await;
        if now == before {
            return now;
        }
        before = now;
    }
}

/// The errors of a run must name an action, and what it returned.
fn ending(point: Option<&Point>, errors: Errors) -> Result<Option<Ending>, Problem> {
    let Some(point) = point else {
        return if errors.is_empty() { Ok(None) } else { Err(Problem::Other(format!("a run failed: {errors:#?}"))) };
    };
    if errors.is_empty() {
        return Ok(Some(Ending::Success));
    }
    let names = |error: &Reported, action: &str| error.detail.contains(action);
    // An answer that the API itself could have given leads to the error of another action.
    let is_precise = |error: &Reported| {
        names(error, &point.action) || (error.detail.contains(" returned ") && error.detail.contains("Request ID: "))
    };
    if errors.iter().all(is_precise) {
        Ok(Some(Ending::PreciseError))
    } else {
        Err(Problem::Other(format!("an error is not precise: {errors:#?}")))
    }
}

/// Every ID in the state must be the one of the object.
fn ids_must_exist(managed: &Managed, own: &Objects) -> Result<(), Problem> {
    let ids = managed.ids();
    for (id, existing) in ids.iter().zip(own.kinds()).filter(|(id, _)| !id.is_empty()) {
        if !existing.contains(id) {
            return Err(Problem::Lost(format!("the state has {ids:?}, and there are {own:?}")));
        }
    }
    Ok(())
}
