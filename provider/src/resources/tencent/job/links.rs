//! The engines of a job: DTS migrates between similar engines only.

use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics},
    model::Attr,
    path::AttributePath,
};

use crate::{
    facts::tencent::{destinations_of, engine, link},
    rules::{Rule, Violation},
};

/// The rule of the task and of the instance.
pub(in crate::resources::tencent) static LINK: Rule = Rule::validate(
    "tencent-engine-pair",
    "DTS does not migrate between these engines",
    "The destination of a job must have an engine to which DTS migrates from the engine of the source.",
);

/// Rejects two engines between which DTS does not migrate. `arguments` are the paths of the engines of the source and of the destination.
pub(in crate::resources::tencent) fn check(
    source: &Attr<String>,
    destination: &Attr<String>,
    arguments: [&AttributePath; 2],
    out: &mut Diagnostics,
) {
    out.extend(rejected(source, destination, arguments));
}

fn rejected(source: &Attr<String>, destination: &Attr<String>, arguments: [&AttributePath; 2]) -> Option<Diagnostic> {
    // Another rule rejects an engine that does not exist.
    let (source, destination) = (engine(source.as_str()?)?, engine(destination.as_str()?)?);
    if link(source.engine, destination.engine).is_some() {
        return None;
    }
    let [of_source, of_destination] = arguments;
    let allowed = destinations_of(source.engine);
    let violation = Violation {
        found: format!(
            "{of_source} is {:?} and {of_destination} is {:?}: DTS does not migrate from {} to {}.",
            source.engine, destination.engine, source.name, destination.name
        ),
        allowed: format!("{} as the destination of {}", allowed.join(", "), source.name),
        fix: format!("write {:?}, or correct {of_source}", allowed.first().copied().unwrap_or(source.engine)),
    };
    Some(LINK.broken(of_destination.clone(), &violation))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(source: Attr<String>, destination: Attr<String>) -> Option<Diagnostic> {
        let paths = [AttributePath::of(&["source_engine"]), AttributePath::of(&["destination_engine"])];
        rejected(&source, &destination, [&paths[0], &paths[1]])
    }

    #[test]
    fn engines_of_different_families_are_rejected() {
        let error = of("postgresql".into(), "mysql".into()).unwrap();
        assert_eq!(error.path, AttributePath::of(&["destination_engine"]));
        assert!(error.detail.contains("Allowed: postgresql as the destination of PostgreSQL"), "{}", error.detail);
        assert!(of("mysql".into(), "redis".into()).unwrap().detail.contains("write \"mysql\""));
    }

    #[test]
    fn similar_engines_unknown_ones_and_words_of_other_rules_pass() {
        assert!(of("mariadb".into(), "cynosdbmysql".into()).is_none());
        assert!(of("redis".into(), "tendis".into()).is_none());
        assert!(of(Attr::Unknown, "mysql".into()).is_none() && of("redis".into(), Attr::Unknown).is_none());
        assert!(of("oracle".into(), "mysql".into()).is_none());
    }
}
