//! A `moved` block that moves the migration or synchronization instance of another provider here.

use tfplugin::{
    diagnostic::{Diagnostic, Diagnostics},
    moves::{MoveSource, Moved},
    private::Private,
};

use super::schema::InstanceModel;
use crate::resources::{
    alibaba::job::{JobKind, Kind},
    shared::moved::{ALICLOUD, mark_unread},
};

/// The migration instances of the provider of Alibaba Cloud.
pub(super) const SOURCE: &str = "alicloud_dts_migration_instance";

/// The instance that a stored instance becomes.
///
/// # Errors
/// It is an instance of another kind.
pub(crate) fn move_from(
    source: &MoveSource,
    other: &str,
    kind: &'static JobKind,
) -> Result<Moved<InstanceModel>, Diagnostics> {
    let instance = kind.instance;
    let stored = ALICLOUD.attributes(source, &[other], instance)?;
    let id = stored.text("id").or(stored.text("dts_instance_id")).unwrap_or_default();
    let mut private = Private::default();
    mark_unread(&mut private, other);
    let mut warnings = Diagnostics::new();
    if stored.number("compute_unit").is_some_and(|units| units != 0) {
        warnings.push(Diagnostic::warning(
            "compute_unit is not taken over",
            format!(
                "compute_unit of {other} {id} is a number of ETL units, and {instance} has no such argument. du is the number of units on a \
                 dedicated cluster. The instance keeps its units."
            ),
        ));
    }
    if stored.text("payment_type") == Some("Subscription") {
        warnings.push(Diagnostic::warning(
            "A subscription is neither renewed nor released",
            format!(
                "{other} {id} is a subscription. {instance} does not renew it, and DTS does not release it through its API: a destroy of it \
                 fails."
            ),
        ));
    }
    let state = InstanceModel {
        kind: Kind(kind),
        id: id.into(),
        // The ID of an instance is that of its job with a prefix. The first refresh checks it.
        task_id: id.strip_prefix("dts").map(str::to_owned).into(),
        instance_class: stored.text("instance_class").map(str::to_owned).into(),
        tags: stored.tags("tags"),
        ..InstanceModel::default()
    };
    Ok(Moved { state, private, warnings })
}

#[cfg(test)]
mod tests {
    use serde_json::{Value as Json, json};

    use super::*;
    use crate::resources::alibaba::job::MIGRATION;

    fn moved(stored: &Json) -> Moved<InstanceModel> {
        let source = MoveSource {
            provider: "alicloud".to_owned(),
            type_name: SOURCE.to_owned(),
            version: 0,
            state: stored.as_object().unwrap().clone(),
        };
        move_from(&source, SOURCE, &MIGRATION).unwrap()
    }

    #[test]
    fn an_instance_becomes_an_instance_that_was_not_read_yet() {
        let Moved { state, warnings, .. } = moved(&json!({
            "id": "dtsi03e3zty16i1234", "dts_instance_id": "dtsi03e3zty16i1234", "instance_class": "small", "status": "Migrating",
            "sync_architecture": "oneway", "payment_type": "PayAsYouGo", "compute_unit": null, "tags": {"team": "a"},
        }));
        assert_eq!((state.id.as_str(), state.task_id.as_str()), (Some("dtsi03e3zty16i1234"), Some("i03e3zty16i1234")));
        assert_eq!(state.instance_class.as_str(), Some("small"));
        assert_eq!(state.tags.get().unwrap().0["team"].as_str(), Some("a"));
        assert!(state.status.is_null() && warnings.is_empty());
    }

    #[test]
    fn an_instance_of_an_older_provider_version_has_no_tags_and_etl_units_are_named() {
        let Moved { state, warnings, .. } = moved(&json!({"id": "dtsi03e3zty16i1234", "compute_unit": 2}));
        assert!(state.tags.is_null() && state.instance_class.is_null());
        assert!(
            warnings.into_iter().next().unwrap().detail.contains("compute_unit of alicloud_dts_migration_instance")
        );
        for (payment, warned) in [("Subscription", 1), ("PayAsYouGo", 0)] {
            let moved = moved(&json!({"id": "dtsi03e3zty16i1234", "payment_type": payment}));
            assert_eq!(moved.warnings.into_iter().count(), warned, "{payment}");
        }
    }
}
