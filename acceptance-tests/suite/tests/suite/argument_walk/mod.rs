//! Every argument of the exported schema with every kind of wrong input, over the plugin protocol: it is refused at validate or
//! at plan, on the argument, or it is in the reviewed list of accepted inputs.

mod accepted;
mod arguments;
mod inputs;

use std::collections::{BTreeMap, BTreeSet};

use acceptance_harness::emulator::Control;
use acceptance_harness::profiles::{DESTINATION_OWNER, SOURCE_OWNER, TENCENT_TARGET};
use acceptance_wire::{KNOWN_LATER, Object, Provider, Reported, Subject, configuration};
use dts_emulator::Options;
use serde_json::{Value as Json, json};
use tfplugin::generated::tfplugin6::schema::Block;
use tfplugin::value::Value;

use crate::support::case::changes;
use accepted::{List, Lists, Pair};
use arguments::{Argument, arguments};

/// Right configurations of each subject, which together set every argument.
const CONTEXTS: &str = include_str!("../../../walk/contexts.json");
const CONTEXTS_FILE: &str = "acceptance-tests/suite/walk/contexts.json";
/// A text in the contexts that stands for a value known only after apply.
const LATER: &str = "<known later>";
/// A text in the contexts that stands for the ID of a task.
const TASK: &str = "<a task>";
/// A text in the contexts that stands for the ID of a synchronization task.
const SYNCHRONIZATION_TASK: &str = "<a synchronization task>";
const TRUST_TYPE: &str = "dts_ram_role_trust";
const TASK_TYPE: &str = "dts_migration_task";
const SYNCHRONIZATION_TYPE: &str = "dts_synchronization_task";

/// What came of the inputs.
#[derive(Debug, Default)]
struct Counts {
    arguments: usize,
    inputs: usize,
    at_validate: usize,
    at_plan: usize,
    at_apply: usize,
    accepted: BTreeMap<Pair, List>,
    problems: Vec<String>,
}

struct Walk {
    provider: Provider,
    lists: Lists,
    counts: Counts,
}

impl Walk {
    async fn subject(&mut self, subject: &Subject, block: &Block, contexts: &[Json]) {
        let arguments = arguments(block, &[]);
        if contexts.is_empty() && !arguments.is_empty() {
            self.counts.problems.push(format!(
                "{subject} has no context. Add to {CONTEXTS_FILE} the key {subject:?} with right configurations that together \
                 set each of its arguments."
            ));
            return;
        }
        let texts = contexts;
        let contexts: Vec<Value> = contexts.iter().map(|json| configuration(block, json).unwrap()).collect();
        for context in &contexts {
            let mut refused = errors(self.provider.validate_value(subject, context).await.unwrap());
            if is_planned(subject) && refused.is_empty() {
                refused = errors(self.provider.evaluate_value(subject, context).await.unwrap());
            }
            if !refused.is_empty() {
                self.counts.problems.push(format!("A context of {subject} is refused: {refused:#?}"));
            }
        }
        for argument in arguments {
            self.counts.arguments += 1;
            match contexts.iter().find_map(|context| Some((context, argument.value(context)?.clone()))) {
                Some((context, right)) => self.argument(subject, &argument, context, &right).await,
                None if self.lists.never_right(&format!("{subject}.{}", argument.name())).is_some() => {
                    self.never_right(subject, block, &argument, &texts[0]).await;
                }
                None => {
                    let name = argument.name();
                    self.counts.problems.push(format!(
                        "No context sets {subject}.{name}. Set it in a context of {subject:?} in {CONTEXTS_FILE}, or add one.",
                        subject = subject.to_string(),
                    ));
                }
            }
        }
    }

    async fn argument(&mut self, subject: &Subject, argument: &Argument, context: &Value, right: &Value) {
        self.unknown(subject, argument, context).await;
        for (what, value) in inputs::inputs(argument, right) {
            self.counts.inputs += 1;
            let pair = (format!("{subject}.{}", argument.name()), what);
            let config = argument.with(context, value);
            self.input(subject, argument, pair, &config).await;
        }
    }

    /// The block of an argument that no right configuration has is refused by its rule in a right configuration.
    async fn never_right(&mut self, subject: &Subject, block: &Block, argument: &Argument, context: &Json) {
        let name = format!("{subject}.{}", argument.name());
        let Some(row) = self.lists.never_right(&name) else { return };
        let mut json = context.clone();
        let place = row.path.iter().fold(&mut json, |place, step| &mut place[step]);
        *place = row.block.clone();
        let config = configuration(block, &json).unwrap();
        let refused = errors(self.provider.validate_value(subject, &config).await.unwrap());
        if argument.value(&config).is_none() || !refused.iter().any(|one| one.rule() == Some(&row.rule)) {
            self.counts.problems.push(format!("{name} is not refused by {}: {refused:#?}", row.rule));
        }
    }

    /// A value that is known only after apply is accepted.
    async fn unknown(&mut self, subject: &Subject, argument: &Argument, context: &Value) {
        // Terraform calls no function, reads no data source and opens no ephemeral resource with an unknown argument.
        if let Subject::Function(_) = subject {
            return;
        }
        let later = argument.with(context, Value::unknown());
        let mut refused = errors(self.provider.validate_value(subject, &later).await.unwrap());
        if is_planned(subject) {
            refused.extend(errors(self.provider.evaluate_value(subject, &later).await.unwrap()));
        }
        if !refused.is_empty() {
            self.counts.problems.push(format!("{subject}.{} is refused while unknown: {refused:#?}", argument.name()));
        }
    }

    async fn input(&mut self, subject: &Subject, argument: &Argument, pair: Pair, config: &Value) {
        let at_validate = errors(self.provider.validate_value(subject, config).await.unwrap());
        // Terraform itself converts the arguments of a function, so the error of a wrong type has no parameter.
        let unreadable = matches!(subject, Subject::Function(_)) && pair.1 == "wrong type" && !at_validate.is_empty();
        if unreadable || is_refused(argument, pair.1, &at_validate) {
            self.counts.at_validate += 1;
            self.known_at_apply(subject, &pair, config, &at_validate).await;
            return self.refused(&pair);
        }
        let at_plan = errors(self.provider.evaluate_value(subject, config).await.unwrap());
        if is_refused(argument, pair.1, &at_plan) {
            self.counts.at_plan += 1;
            self.known_at_apply(subject, &pair, config, &at_plan).await;
            return self.refused(&pair);
        }
        match self.lists.list_of(&pair) {
            Some(list) => drop(self.counts.accepted.insert(pair, list)),
            None => {
                let elsewhere: Vec<&Reported> = at_validate.iter().chain(&at_plan).collect();
                let elsewhere =
                    if elsewhere.is_empty() { String::new() } else { format!("; errors elsewhere: {elsewhere:?}") };
                self.counts.problems.push(format!("{}, {}: accepted, and in no list{elsewhere}", pair.0, pair.1));
            }
        }
    }

    /// A wrong value that was unknown at plan is refused at apply by the same rules. Terraform itself refuses a value of another type.
    async fn known_at_apply(&mut self, subject: &Subject, pair: &Pair, config: &Value, before: &[Reported]) {
        let (Subject::Resource(name), false) = (subject, pair.1 == "wrong type") else { return };
        self.counts.at_apply += 1;
        let refused = self.provider.apply_known(&mut Object::none(name), config.clone()).await;
        let rules = |reported: &[Reported]| {
            reported.iter().filter(|one| one.error).map(|one| one.rule().map(str::to_owned)).collect::<BTreeSet<_>>()
        };
        match refused {
            Ok(refused) if rules(&refused) == rules(before) && !rules(&refused).is_empty() => {}
            other => {
                self.counts.problems.push(format!("{}, {}: at apply {other:#?}, before {before:#?}", pair.0, pair.1))
            }
        }
    }

    fn refused(&mut self, pair: &Pair) {
        if self.lists.list_of(pair) == Some(List::Accepted) {
            self.counts.problems.push(format!("{}, {}: refused, and in the list of accepted inputs", pair.0, pair.1));
        }
    }
}

/// Whether Terraform plans it, with values that are not known yet.
fn is_planned(subject: &Subject) -> bool {
    matches!(subject, Subject::Resource(_) | Subject::Action(_))
}

fn errors(reported: Vec<Reported>) -> Vec<Reported> {
    reported.into_iter().filter(|one| one.error).collect()
}

/// Whether an error is on the argument, or on one of its elements. A value of the wrong type cannot be read, so its error has no
/// path.
fn is_refused(argument: &Argument, what: &str, errors: &[Reported]) -> bool {
    let name = argument.name();
    let on_argument = |one: &Reported| {
        let path = without_elements(&one.path);
        path.strip_prefix(&name).is_some_and(|rest| rest.is_empty() || rest.starts_with('.'))
    };
    errors
        .iter()
        .any(|one| on_argument(one) || (what == "wrong type" && one.path.is_empty() && one.detail.contains(&name)))
}

/// `permission_policies[0].name` without the element: `permission_policies.name`.
fn without_elements(path: &str) -> String {
    let mut text = String::new();
    let mut rest = path;
    while let Some((before, after)) = rest.split_once('[') {
        text.push_str(before);
        rest = after.split_once(']').map_or("", |(_, rest)| rest);
    }
    text + rest
}

/// The contexts, with the IDs of the tasks in this emulator.
fn contexts([task_id, synchronization_id]: [&str; 2]) -> BTreeMap<String, Vec<Json>> {
    let marks = [(LATER, KNOWN_LATER), (TASK, task_id), (SYNCHRONIZATION_TASK, synchronization_id)];
    let text = marks.iter().fold(CONTEXTS.to_owned(), |text, (mark, value)| {
        text.replace(&format!("{mark:?}"), &serde_json::to_string(value).unwrap())
    });
    serde_json::from_str(&text).unwrap()
}

/// A provider block with an account of each cloud.
fn both_clouds(url: &str) -> Json {
    json!({
        "alibaba": {
            "region": "cn-hangzhou",
            "access_key_id": DESTINATION_OWNER.id,
            "access_key_secret": DESTINATION_OWNER.secret,
            "endpoints": {"dts": url, "ram": url, "sts": url},
        },
        "tencent": {
            "region": "ap-guangzhou",
            "secret_id": TENCENT_TARGET.id,
            "secret_key": TENCENT_TARGET.secret,
            "endpoints": {"dts": url, "cam": url, "sts": url},
        },
    })
}

/// Creates the role, and the tasks of the first contexts, for the arguments that must have the ID of a task.
async fn tasks(url: &str, provider: &Provider) -> [String; 2] {
    let contexts = contexts(["", ""]);
    let owner = Provider::start(url, SOURCE_OWNER).await.unwrap();
    let trust = json!({"role_name": "ram-for-dts", "trusted_account_ids": [DESTINATION_OWNER.account]});
    Object::none(TRUST_TYPE).become_as(&owner, &trust).await.unwrap();
    let mut ids = [TASK_TYPE, SYNCHRONIZATION_TYPE].map(str::to_owned);
    for id in &mut ids {
        let mut task = Object::none(id);
        task.become_as(provider, &contexts[id][0]).await.unwrap();
        *id = task.text("id").to_owned();
    }
    ids
}

#[tokio::test]
async fn every_wrong_input_of_every_argument_is_refused_or_listed() {
    let options = Options { polls: 1, strict: true, ..Options::default() };
    let emulator = dts_emulator::start(options).await.unwrap();
    let provider = Provider::start_with(&both_clouds(&emulator.url())).await.unwrap();
    let tasks = tasks(&emulator.url(), &provider).await;
    let contexts = contexts(tasks.each_ref().map(String::as_str));
    let schemas = provider.schemas().await.unwrap();
    let control = Control::new(&emulator.url());
    let mark = control.requests().await.unwrap().len();
    let mut walk = Walk { provider, lists: Lists::read(), counts: Counts::default() };
    for (subject, block) in &schemas {
        let known = contexts.get(&subject.to_string()).cloned().unwrap_or_default();
        walk.subject(subject, block, &known).await;
    }
    let mut changes = changes(&control.requests().await.unwrap()[mark..]);
    // An ephemeral resource that is opened assumes its role, which changes nothing.
    changes.retain(|action| action != "AssumeRole");
    let Counts { arguments, inputs, at_validate, at_plan, at_apply, accepted, problems } = walk.counts;
    let of = |list: List| accepted.values().filter(|one| **one == list).count();
    println!(
        "{arguments} arguments, {inputs} wrong inputs: {at_validate} refused at validate, {at_plan} at plan, {at_apply} of them again \
         at apply; {} accepted with a reason, {} without a rule yet",
        of(List::Accepted),
        of(List::ToRefuse),
    );
    let unused = walk.lists.unused(&accepted);
    println!("rows that can be removed: {unused:#?}");
    assert!(problems.is_empty(), "{} problems:\n{}", problems.len(), problems.join("\n"));
    assert!(!unused.iter().any(|row| row.starts_with("Accepted")), "remove the rows that no input uses: {unused:#?}");
    assert_eq!(of(List::ToRefuse), 0, "add rules for the inputs in to_refuse");
    assert_eq!(changes, [""; 0], "no call that changes something was sent");
    assert!(at_apply > 500, "the walk at apply is not complete");
    assert!(arguments > 150 && inputs > 900, "the walk is not complete");
    emulator.shutdown().await;
}
