//! Attribute paths, as they go over the wire.

use acceptance_tests::binaries;
use acceptance_tests::conformance::{LaunchOptions, PluginProcess};
use serde_json::{Map, Value as Json};
use tfplugin::generated::tfplugin6::attribute_path::step::Selector;
use tfplugin::generated::tfplugin6::provider_client::ProviderClient;
use tfplugin::generated::tfplugin6::{
    AttributePath, ClientCapabilities, Diagnostic, DynamicValue, validate_provider_config, validate_resource_config,
};
use tonic::transport::Channel;

use super::catalogue::{Rule, rules};
use super::form::{Form, HERE};
use crate::hcl::Hcl;

/// Arguments of a block that Terraform keeps to itself.
const META_ARGUMENTS: [&str; 2] = ["alias", "provider"];

#[tokio::test]
async fn a_message_names_the_argument_to_blame() {
    let plugin = PluginProcess::launch(&binaries::provider().unwrap(), &LaunchOptions::default()).await.unwrap();
    let client = plugin.provider().await.unwrap();
    let mut wrong = Vec::new();
    for rule in rules().iter().filter(|rule| rule.phase == "validate") {
        let refused = rule.case.form(Form::Refused);
        let expected = rule.case.path.clone().unwrap_or_else(|| path_of_line(&refused));
        let told = of_rule(rule, &answers(&client, &refused).await);
        if told != [Some(expected.clone())] {
            wrong.push(format!("{}: expected {expected}, found {told:?}", rule.id()));
        }
        let allowed = answers(&client, &rule.case.form(Form::Allowed)).await;
        if !allowed.is_empty() {
            wrong.push(format!("{}: its twin is refused: {allowed:?}", rule.id()));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// The paths of a rule's diagnostics; nothing for those of other rules.
fn of_rule(rule: &Rule, diagnostics: &[Diagnostic]) -> Vec<Option<String>> {
    let end = format!("\n\nRule: {}", rule.id());
    let path = |one: &Diagnostic| one.attribute.as_ref().filter(|_| one.detail.ends_with(&end)).map(written);
    diagnostics.iter().map(path).collect()
}

/// What the provider says of each block of a configuration, told as Terraform tells it.
async fn answers(client: &ProviderClient<Channel>, configuration: &Hcl) -> Vec<Diagnostic> {
    let file: Json = ::hcl::from_str(configuration.text()).unwrap();
    let mut found = Vec::new();
    for block in file["provider"].as_object().into_iter().flat_map(Map::values) {
        let request = validate_provider_config::Request { config: Some(value(block)) };
        found.extend(client.clone().validate_provider_config(request).await.unwrap().into_inner().diagnostics);
    }
    for (type_name, named) in file["resource"].as_object().into_iter().flatten() {
        for block in named.as_object().into_iter().flat_map(Map::values) {
            let request = validate_resource_config::Request {
                type_name: type_name.clone(),
                config: Some(value(block)),
                client_capabilities: Some(ClientCapabilities {
                    write_only_attributes_allowed: true,
                    ..ClientCapabilities::default()
                }),
            };
            found.extend(client.clone().validate_resource_config(request).await.unwrap().into_inner().diagnostics);
        }
    }
    found
}

fn value(block: &Json) -> DynamicValue {
    let mut block = block.as_object().unwrap().clone();
    block.retain(|name, _| !META_ARGUMENTS.contains(&name.as_str()));
    DynamicValue { msgpack: Vec::new(), json: Json::Object(block).to_string().into_bytes() }
}

/// `source.cross_account.role_name`, `reserve["srcSSL"]`.
fn written(path: &AttributePath) -> String {
    let mut text = String::new();
    for step in &path.steps {
        match &step.selector {
            Some(Selector::AttributeName(name)) if text.is_empty() => text.push_str(name),
            Some(Selector::AttributeName(name)) => text.push_str(&format!(".{name}")),
            Some(Selector::ElementKeyString(key)) => text.push_str(&format!("[{key:?}]")),
            Some(Selector::ElementKeyInt(index)) => text.push_str(&format!("[{index}]")),
            None => text.push('?'),
        }
    }
    text
}

/// The argument on the marked line, below the blocks it stands in.
fn path_of_line(configuration: &Hcl) -> String {
    let mut steps: Vec<&str> = Vec::new();
    for line in configuration.text().lines().map(str::trim) {
        if let Some((argument, _)) = line.split_once('=').filter(|_| line.ends_with(HERE)) {
            // The first step is the resource's own block.
            return steps[1..].iter().chain([&argument.trim()]).copied().collect::<Vec<_>>().join(".");
        }
        if line.ends_with('{') {
            steps.push(line.split_whitespace().next().unwrap_or_default());
        } else if line.starts_with('}') {
            steps.pop();
        }
    }
    panic!("no argument on the marked line of:\n{}", configuration.text());
}
