//! The rules of a purchased job that compare several values.

use tfplugin::{diagnostic::Diagnostic, path::AttributePath};

use super::model::InstanceModel;
use crate::{
    facts::tencent::{CrossAccount, engine, instance_class as class_of, instance_classes},
    rules::{Rule, Violation},
};

pub(super) static RULES: [&Rule; 3] = [&PURCHASE_CLASS, &TAGS_KEPT, &TICKET];

static PURCHASE_CLASS: Rule = Rule::plan(
    "tencent-class-purchase",
    "A job cannot be bought with this class",
    "A job is bought with a class from `small` to `2xlarge`; only an existing job can have the class `micro`.",
);
static TAGS_KEPT: Rule = Rule::plan(
    "tencent-tags-kept",
    "The tags of a job cannot be changed",
    "The tags of a job are set by its purchase and cannot be changed afterwards.",
);
static TICKET: Rule = Rule::warning(
    "tencent-ticket",
    "Tencent Cloud enables this engine only on request",
    "Tencent Cloud enables the migration of Redis and some other engines from another account only after a ticket.",
);

/// The warning about engines that need a ticket when their source belongs to another account.
pub(super) fn ticket(planned: &InstanceModel) -> Option<Diagnostic> {
    let row = engine(planned.source_engine.as_str()?).filter(|row| row.cross_account == CrossAccount::Ticket)?;
    let violation = Violation {
        found: format!(
            "DTS can migrate {} from a database of another account only after Tencent Cloud has enabled this for your account.",
            row.name
        ),
        allowed: String::new(),
        fix: "submit a ticket before the apply, or ignore this warning if the source belongs to the same account"
            .to_owned(),
    };
    Some(TICKET.broken(AttributePath::of(&["source_engine"]), &violation))
}

/// Rejects a new job with a class that only existing jobs can have.
pub(super) fn purchase_class(planned: &InstanceModel) -> Option<Diagnostic> {
    let class = planned.instance_class.as_str()?;
    class_of(class).filter(|row| !row.purchase)?;
    let allowed: Vec<&str> = instance_classes().iter().filter(|row| row.purchase).map(|row| row.class).collect();
    let violation = Violation {
        found: format!("instance_class is {class:?}."),
        allowed: format!("{} for a new job", allowed.join(", ")),
        fix: format!(
            "set instance_class = {:?}, and {class:?} after the first apply",
            allowed.first().unwrap_or(&"small")
        ),
    };
    Some(PURCHASE_CLASS.broken(AttributePath::of(&["instance_class"]), &violation))
}

/// Rejects other tags than those of the purchase.
pub(super) fn tags_kept(prior: &InstanceModel) -> Diagnostic {
    let violation = Violation {
        found: format!(
            "DTS has no call that changes the tags of migration job {}.",
            prior.id.as_str().unwrap_or_default()
        ),
        allowed: "the present tags of the job".to_owned(),
        fix: "set the present tags, change them in the console first, or add lifecycle { ignore_changes = [tags] }"
            .to_owned(),
    };
    TAGS_KEPT.broken(AttributePath::of(&["tags"]), &violation)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_new_job_has_a_class_that_is_sold() {
        let of = |class: &str| InstanceModel { instance_class: class.into(), ..InstanceModel::default() };
        assert!(purchase_class(&of("micro")).is_some_and(|error| error.detail.contains("small, medium")));
        assert!(purchase_class(&of("small")).is_none());
    }

    #[test]
    fn an_engine_that_needs_a_ticket_is_a_warning() {
        let of = |engine: &str| InstanceModel { source_engine: engine.into(), ..InstanceModel::default() };
        assert!(ticket(&of("redis")).is_some());
        assert!(ticket(&of("mysql")).is_none());
    }
}
