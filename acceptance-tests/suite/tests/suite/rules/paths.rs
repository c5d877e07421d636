//! Attribute paths over the plugin protocol, for the diagnostics of validation and for those of a plan.

use std::collections::BTreeMap;

use acceptance_harness::profiles::{DESTINATION_OWNER, Key, SOURCE_OWNER, TENCENT_SOURCE, TENCENT_TARGET};
use acceptance_wire::{Object, Provider, Reported};
use dts_emulator::Options;
use serde_json::json;

use super::catalogue::{Rule, rules};
use super::folder::SHARED;
use super::form::{Form, HERE};
use crate::support::evaluation::{Applied, Evaluated, evaluated};
use crate::support::hcl::{self, Hcl};

/// Resource types in the order of their dependencies.
const ORDER: [&str; 9] = [
    "dts_ram_role_trust",
    "dts_migration_task",
    "dts_migration_instance",
    "dts_synchronization_task",
    "dts_synchronization_instance",
    "dts_cam_role_trust",
    "dts_cam_assume_role_grant",
    "dts_tencent_migration_instance",
    "dts_tencent_migration_task",
];
/// The accounts of Tencent Cloud, by the aliases of their providers in `shared.tf`.
const TENCENT: [(&str, Key); 2] = [("tencent_source", TENCENT_SOURCE), ("tencent_target", TENCENT_TARGET)];

/// Providers of both accounts by the name of their profile, and the applied objects.
pub(super) struct Fixture {
    providers: BTreeMap<&'static str, Provider>,
    applied: Applied,
}

impl Fixture {
    /// A fixture with everything that the cases need.
    pub(super) async fn applied(rules: &[Rule]) -> Self {
        let mut fixture = Self::start().await;
        fixture.apply(&hcl::trust().and(&Hcl::new(SHARED))).await;
        for rule in rules.iter().filter(|rule| rule.case.needs_state()) {
            fixture.apply(&rule.case.form(Form::Before)).await;
        }
        fixture
    }

    async fn start() -> Self {
        let options = Options { polls: 1, strict: true, ..Options::default() };
        let url = dts_emulator::start(options).await.unwrap().url();
        let mut providers = BTreeMap::new();
        for key in [SOURCE_OWNER, DESTINATION_OWNER] {
            providers.insert(key.profile, Provider::start(&url, key).await.unwrap());
        }
        for (_, key) in TENCENT {
            let tencent = json!({"tencent": {
                "region": "ap-guangzhou",
                "secret_id": key.id,
                "secret_key": key.secret,
                "domain": url,
            }});
            providers.insert(key.profile, Provider::start_with(&tencent).await.unwrap());
        }
        Self { providers, applied: Applied::new() }
    }

    /// The provider that a resource names by its alias.
    fn provider(&self, configuration: &Evaluated, alias: &str) -> &Provider {
        if let Some((_, key)) = TENCENT.iter().find(|(name, _)| *name == alias) {
            return &self.providers[key.profile];
        }
        let profile = configuration.providers.get(alias).and_then(|block| block["alibaba"]["profile"].as_str());
        &self.providers[profile.unwrap_or_else(|| panic!("no profile for {alias}"))]
    }

    async fn apply(&mut self, text: &Hcl) {
        for type_name in ORDER {
            // Later resources refer to the resources that were just applied.
            let configuration = evaluated(&hcl::providers().and(text), &self.applied);
            for one in configuration.resources.iter().filter(|one| one.type_name == type_name) {
                let provider = self.provider(&configuration, &one.alias);
                let mut object = Object::none(type_name);
                object.become_as(provider, &one.arguments).await.unwrap_or_else(|error| panic!("{error}"));
                self.applied.insert((one.type_name.clone(), one.label.clone()), object);
            }
        }
        // The refresh updates the tasks, whose instances run now.
        for object in self.applied.values_mut() {
            let owner = if object.resource == ORDER[0] { SOURCE_OWNER } else { DESTINATION_OWNER };
            object.refresh(&self.providers[owner.profile]).await.unwrap();
        }
    }

    /// The diagnostics of the plan of a configuration.
    pub(super) async fn planned(&self, text: &Hcl) -> Vec<Reported> {
        let configuration = evaluated(&hcl::providers().and(text), &self.applied);
        let mut reported = Vec::new();
        for one in configuration.resources.iter().filter(|one| ORDER.contains(&one.type_name.as_str())) {
            let known = self.applied.get(&(one.type_name.clone(), one.label.clone()));
            let object = known.cloned().unwrap_or_else(|| Object::none(&one.type_name));
            let plan = object.plan(self.provider(&configuration, &one.alias), &one.arguments).await;
            reported.extend(plan.unwrap_or_else(|error| panic!("{error}")).reported);
        }
        reported
    }

    /// The diagnostics of the validation of a configuration.
    pub(super) async fn validated(&self, text: &Hcl) -> Vec<Reported> {
        let configuration = evaluated(text, &self.applied);
        let provider = &self.providers[DESTINATION_OWNER.profile];
        let mut reported = Vec::new();
        for block in configuration.providers.values() {
            reported.extend(provider.validate_provider(block).await.unwrap());
        }
        for one in configuration.resources.iter().filter(|one| ORDER.contains(&one.type_name.as_str())) {
            reported.extend(provider.validate(&one.type_name, &one.arguments).await.unwrap());
        }
        reported
    }
}

/// The errors in the diagnostics of the two forms of a rule.
fn wrong(rule: &Rule, refused: &[Reported], allowed: &[Reported]) -> Option<String> {
    let of_rule = |reported: &[Reported]| {
        reported.iter().filter(|one| one.rule() == Some(rule.id())).cloned().collect::<Vec<_>>()
    };
    let text = rule.case.form(Form::Refused);
    let expected = (rule.refuses(), rule.case.path.clone().unwrap_or_else(|| path_of_line(&text)));
    let found: Vec<(bool, String)> = of_rule(refused).into_iter().map(|one| (one.error, one.path)).collect();
    let others: Vec<&Reported> = refused.iter().filter(|one| one.error && one.rule() != Some(rule.id())).collect();
    let twin: Vec<&Reported> = allowed.iter().filter(|one| one.error || one.rule() == Some(rule.id())).collect();
    if found != [expected.clone()] || !others.is_empty() {
        return Some(format!("{}: expected {expected:?} alone, found {found:?} and {others:#?}", rule.id()));
    }
    (!twin.is_empty()).then(|| format!("{}: its twin is refused: {twin:#?}", rule.id()))
}

#[tokio::test]
async fn a_message_of_validate_names_the_argument_to_blame() {
    let fixture = Fixture::start().await;
    let mut found = Vec::new();
    for rule in rules().iter().filter(|rule| rule.phase == "validate") {
        let refused = fixture.validated(&rule.case.form(Form::Refused)).await;
        let allowed = fixture.validated(&rule.case.form(Form::Allowed)).await;
        found.extend(wrong(rule, &refused, &allowed));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

#[tokio::test]
async fn a_message_of_plan_names_the_argument_to_blame() {
    let rules = rules();
    let fixture = Fixture::applied(&rules).await;
    let mut found = Vec::new();
    // The providers have one configuration here: rules about another one are checked through Terraform only.
    let own_block = |rule: &&Rule| rule.case.form(Form::Refused).text().contains("provider \"dts\" {");
    for rule in rules.iter().filter(|rule| rule.phase == "plan" && !own_block(rule)) {
        let refused = fixture.planned(&rule.case.form(Form::Refused)).await;
        let allowed = fixture.planned(&rule.case.form(Form::Allowed)).await;
        found.extend(wrong(rule, &refused, &allowed));
    }
    assert!(found.is_empty(), "{}", found.join("\n"));
}

/// The argument or block on the marked line, with the path of its blocks; empty for a resource.
fn path_of_line(configuration: &Hcl) -> String {
    let mut steps: Vec<&str> = Vec::new();
    for line in configuration.text().lines() {
        let (code, marked) = match line.trim().strip_suffix(HERE) {
            Some(code) => (code.trim_end(), true),
            None => (line.trim(), false),
        };
        if code.ends_with('{') {
            steps.push(code.split_whitespace().next().unwrap_or_default());
        } else if code.starts_with('}') {
            steps.pop();
        } else if marked {
            steps.extend(code.split_once('=').map(|(argument, _)| argument.trim()));
        }
        if marked {
            // The first step is the block of the resource.
            return steps[1..].join(".");
        }
    }
    panic!("no line is marked in:\n{}", configuration.text());
}
