//! A `moved` block that moves the purchased migration job of another provider here.

use tfplugin::{
    diagnostic::Diagnostics,
    model::{Attr, Map},
    moves::{MoveSource, Moved},
    private::Private,
};

use super::{TYPE, model::InstanceModel};
use crate::resources::shared::moved::{Attributes, TENCENTCLOUD, mark_unread};

const SOURCE: &str = "tencentcloud_dts_migrate_service";

/// The instance that a stored service becomes.
///
/// # Errors
/// It is no purchased migration job.
pub(super) fn move_from(source: &MoveSource) -> Result<Moved<InstanceModel>, Diagnostics> {
    let stored = TENCENTCLOUD.attributes(source, &[SOURCE], TYPE)?;
    let text = |name: &str| -> Attr<String> { stored.text(name).map(str::to_owned).into() };
    let state = InstanceModel {
        id: text("id"),
        name: text("job_name"),
        source_engine: text("src_database_type"),
        destination_engine: text("dst_database_type"),
        source_region: text("src_region"),
        destination_region: text("dst_region"),
        instance_class: text("instance_class"),
        tags: tags(stored),
        ..InstanceModel::default()
    };
    let mut private = Private::default();
    mark_unread(&mut private, SOURCE);
    Ok(Moved { state, private, warnings: Diagnostics::new() })
}

/// The tags are blocks with a key and a value.
fn tags(stored: Attributes<'_>) -> Attr<Map<String>> {
    let tag = |tag: Attributes<'_>| Some((tag.text("tag_key")?.to_owned(), tag.text_or_empty("tag_value").to_owned()));
    let tags: Map<String> = stored.blocks("tags").into_iter().filter_map(tag).collect();
    if tags.0.is_empty() { Attr::Null } else { Attr::Known(tags) }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn a_purchased_job_becomes_an_instance_that_was_not_read_yet() {
        let stored = json!({
            "id": "dts-iy98oxba", "src_database_type": "mysql", "dst_database_type": "cynosdbmysql", "src_region": "ap-guangzhou",
            "dst_region": "ap-shanghai", "instance_class": "small", "job_name": "orders",
            "tags": [{"tag_key": "team", "tag_value": "a"}],
        });
        let source = MoveSource {
            provider: "tencentcloud".to_owned(),
            type_name: SOURCE.to_owned(),
            version: 0,
            state: stored.as_object().unwrap().clone(),
        };
        let state = move_from(&source).unwrap().state;
        assert_eq!((state.id.as_str(), state.name.as_str()), (Some("dts-iy98oxba"), Some("orders")));
        assert_eq!(
            (state.source_engine.as_str(), state.destination_engine.as_str()),
            (Some("mysql"), Some("cynosdbmysql"))
        );
        assert_eq!(state.tags.get().unwrap().0["team"].as_str(), Some("a"));
        assert!(state.status.is_null());
    }
}
