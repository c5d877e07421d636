//! What Terraform does in a run, over the plugin protocol: refresh, plan, apply, destroy. One run of Terraform starts two provider
//! processes; here the processes stay, and each run configures them again.

use acceptance_wire::{KNOWN_LATER, Object, Plan, Provider, Reported};
use serde_json::{Value as Json, json};

use crate::mangled_answers::scenario::Scenario;

/// The configured names and the state of a configuration with the resources of a scenario.
#[derive(Clone, Debug)]
pub(crate) struct Managed {
    scenario: &'static Scenario,
    names: [&'static str; 2],
    objects: Vec<Object>,
    /// A create has failed: the next apply replaces the object.
    tainted: Vec<bool>,
}

/// The providers of both accounts.
pub(crate) struct Providers {
    source: Provider,
    destination: Provider,
    arguments: [Json; 2],
}

impl Providers {
    pub(crate) async fn start(scenario: &Scenario, url: &str) -> Self {
        let arguments = scenario.owners.map(|key| (scenario.provider_block)(url, key));
        let source = Provider::start_with(&arguments[0]).await.unwrap_or_else(|error| panic!("{error}"));
        let destination = Provider::start_with(&arguments[1]).await.unwrap_or_else(|error| panic!("{error}"));
        Self { source, destination, arguments }
    }

    /// The next calls are those of another run of Terraform.
    pub(crate) async fn begin_run(&self) {
        for (provider, arguments) in [&self.source, &self.destination].into_iter().zip(&self.arguments) {
            provider.configure(arguments).await.unwrap_or_else(|error| panic!("{error}"));
        }
    }

    fn of(&self, number: usize) -> &Provider {
        if number == 0 { &self.source } else { &self.destination }
    }
}

/// The errors of a run; none if it succeeded.
pub(crate) type Errors = Vec<Reported>;

impl Managed {
    /// Nothing, with these names of the role and the job.
    pub(crate) fn none(scenario: &'static Scenario, role: &'static str, job: &'static str) -> Self {
        let objects: Vec<Object> = scenario.resources.iter().copied().map(Object::none).collect();
        Self { scenario, names: [role, job], tainted: vec![false; objects.len()], objects }
    }

    /// The IDs in the state; empty where there is no object.
    pub(crate) fn ids(&self) -> Vec<String> {
        let id =
            |(number, object): (usize, &Object)| object.text(if number == 0 { "role_id" } else { "id" }).to_owned();
        self.objects.iter().enumerate().map(id).collect()
    }

    pub(crate) fn text(&self, number: usize, attribute: &str) -> &str {
        self.objects[number].text(attribute)
    }

    fn arguments(&self, number: usize, job_id: &str) -> Json {
        let mut arguments = (self.scenario.arguments)(number, self.names, job_id);
        arguments["timeouts"] = json!({"create": "8s", "read": "8s", "update": "8s", "delete": "8s"});
        arguments
    }

    /// Refreshes all objects.
    pub(crate) async fn refresh(&mut self, providers: &Providers) -> Errors {
        let mut errors = Errors::new();
        for (number, object) in self.objects.iter_mut().enumerate() {
            if object.exists() {
                errors.extend(only_errors(object.refresh(providers.of(number)).await.unwrap()));
            }
        }
        errors
    }

    /// Plans all objects. Returns the plans that are not empty, by the number of their resource.
    pub(crate) async fn plan(&self, providers: &Providers) -> Result<Vec<(usize, Plan)>, Errors> {
        let (mut plans, mut errors) = (Vec::new(), Errors::new());
        let job_id = match self.objects[1].exists() && !self.tainted[1] {
            true => self.objects[1].text("id"),
            false => KNOWN_LATER,
        };
        for number in 0..self.objects.len() {
            let plan = self.plan_one(providers, number, job_id).await;
            errors.extend(only_errors(plan.reported.clone()));
            if !plan.is_empty() {
                plans.push((number, plan));
            }
        }
        if errors.is_empty() { Ok(plans) } else { Err(errors) }
    }

    async fn plan_one(&self, providers: &Providers, number: usize, job_id: &str) -> Plan {
        let arguments = self.arguments(number, job_id);
        let nothing = Object::none(self.scenario.resources[number]);
        let prior = if self.tainted[number] { &nothing } else { &self.objects[number] };
        prior.plan(providers.of(number), &arguments).await.unwrap()
    }

    /// `terraform apply`.
    pub(crate) async fn apply(&mut self, providers: &Providers) -> Errors {
        let errors = self.refresh(providers).await;
        if !errors.is_empty() {
            return errors;
        }
        let plans = match self.plan(providers).await {
            Ok(plans) => plans,
            Err(errors) => return errors,
        };
        let replaced: Vec<usize> = plans.iter().map(|(number, _)| *number).filter(|at| self.is_replaced(*at)).collect();
        for number in replaced.into_iter().rev() {
            let errors = self.destroy_one(providers, number).await;
            if !errors.is_empty() {
                return errors;
            }
        }
        for (number, _) in plans {
            let errors = self.apply_one(providers, number).await;
            if !errors.is_empty() {
                return errors;
            }
        }
        Errors::new()
    }

    fn is_replaced(&self, number: usize) -> bool {
        self.tainted[number] && self.objects[number].exists()
    }

    /// Applies with the values that are known now, as Terraform does.
    async fn apply_one(&mut self, providers: &Providers, number: usize) -> Errors {
        let job_id = self.objects[1].text("id").to_owned();
        let plan = self.plan_one(providers, number, &job_id).await;
        let errors = only_errors(plan.reported.clone());
        if !errors.is_empty() {
            return errors;
        }
        assert!(!plan.replaces, "{} is to be replaced: {:?}", self.scenario.resources[number], plan.changed());
        let created = !self.objects[number].exists();
        let object = &mut self.objects[number];
        let errors = only_errors(object.apply(providers.of(number), &plan).await.unwrap());
        self.tainted[number] = object.exists() && created && !errors.is_empty();
        errors
    }

    /// `terraform destroy`.
    pub(crate) async fn destroy(&mut self, providers: &Providers) -> Errors {
        let errors = self.refresh(providers).await;
        if !errors.is_empty() {
            return errors;
        }
        for number in (0..self.objects.len()).rev() {
            let errors = self.destroy_one(providers, number).await;
            if !errors.is_empty() {
                return errors;
            }
        }
        Errors::new()
    }

    async fn destroy_one(&mut self, providers: &Providers, number: usize) -> Errors {
        let object = &mut self.objects[number];
        if !object.exists() {
            return Errors::new();
        }
        let plan = object.plan_destroy(providers.of(number)).await.unwrap();
        let errors = only_errors(plan.reported.clone());
        if !errors.is_empty() {
            return errors;
        }
        let errors = only_errors(object.apply(providers.of(number), &plan).await.unwrap());
        if errors.is_empty() {
            assert!(!object.exists(), "{} is still in the state", object.resource);
            self.tainted[number] = false;
        }
        errors
    }

    /// Imports the objects of the `import` blocks in the errors. Returns how many there are.
    pub(crate) async fn import(&mut self, providers: &Providers, errors: &Errors) -> usize {
        let mut imported = 0;
        for (resource, id) in errors.iter().flat_map(|error| import_blocks(&error.detail)) {
            let number = self.scenario.resources.iter().position(|name| *name == resource).unwrap();
            let object = Object::import(providers.of(number), &resource, &id).await;
            self.objects[number] = object.unwrap_or_else(|error| panic!("{error}"));
            self.tainted[number] = false;
            imported += 1;
        }
        imported
    }
}

/// The resource types and IDs of the `import` blocks in a text.
fn import_blocks(text: &str) -> Vec<(String, String)> {
    let value = |line: &str, name: &str| {
        let (found, value) = line.split_once('=')?;
        (found.trim() == name).then(|| value.trim().trim_matches('"').to_owned())
    };
    let blocks = text.split("import {").skip(1);
    let blocks = blocks.filter_map(|block| {
        let to = block.lines().find_map(|line| value(line, "to"))?;
        let id = block.lines().find_map(|line| value(line, "id"))?;
        Some((to.split('.').next().unwrap_or_default().to_owned(), id))
    });
    blocks.collect()
}

fn only_errors(reported: Vec<Reported>) -> Errors {
    reported.into_iter().filter(|one| one.error).collect()
}

#[test]
fn import_blocks_are_read() {
    let text = "It exists.\n\n  import {\n    to = dts_ram_role_trust.NAME\n    id = \"r\"\n  }\n\n  import {\n    to = dts_migration_task.NAME\n    id = \"t\"\n  }";
    let expected = [("dts_ram_role_trust", "r"), ("dts_migration_task", "t")];
    assert_eq!(import_blocks(text), expected.map(|(resource, id)| (resource.to_owned(), id.to_owned())));
}
