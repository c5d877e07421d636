//! The task's own arguments that are parameters of ConfigureDtsJob.

use tfplugin::model::{Attr, Set};

use super::{
    argument::{Preview, Row, number, text, words},
    call::Call,
    selection, verification,
};
use crate::{facts::alibaba as facts, resources::alibaba::migration_task::schema::model::TaskModel};

/// The rows.
pub(super) static ROWS: [Row<TaskModel>; 8] = [
    Row {
        read: Some(|task, answer| task.name = answer.job.dts_job_name.clone().into()),
        change: Some(Call::Rename),
        ..Row::new(
            "name",
            |task| text(&task.name),
            |task, (), draft| {
                draft.parameter("DtsJobName", &task.name, |request, name| request.dts_job_name = name);
            },
        )
    },
    Row {
        read: Some(|task, answer| {
            let mode = &answer.job.migration_mode;
            let types = [
                ("schema", mode.structure_initialization),
                ("full", mode.data_initialization),
                ("incremental", mode.data_synchronization),
            ];
            let on = types.into_iter().filter(|(_, on)| *on).map(|(name, _)| name.to_owned());
            task.migration_types = Attr::Known(on.collect());
        }),
        ..Row::new(
            "migration_types",
            |task| words(&task.migration_types),
            |task, (), draft| {
                let types = match &task.migration_types {
                    Attr::Known(types) if types.has_unknown() => &Attr::Unknown,
                    types => types,
                };
                let has = |types: &Set<String>, name: &str| types.known().any(|one| one == name);
                draft.parameter("StructureInitialization", types, |request, types| {
                    request.structure_initialization = has(&types, "schema");
                });
                draft.parameter("DataInitialization", types, |request, types| {
                    request.data_initialization = has(&types, "full");
                });
                draft.parameter("DataSynchronization", types, |request, types| {
                    request.data_synchronization = has(&types, "incremental");
                });
            },
        )
    },
    Row {
        path_of: Some(|task| if task.objects_json.is_null() { "objects" } else { "objects_json" }),
        same: Some(|prior, planned, (), _| selection::same(prior, planned)),
        read: Some(|task, answer| selection::read(task, &answer.job.db_object)),
        // The plan has it in `objects` already.
        preview: Preview::LeftOut,
        change: Some(Call::Objects),
        ..Row::new(
            "objects",
            |task| text(&selection::of(task)),
            |task, (), draft| {
                draft.parameter("DbList", &selection::of(task), |request, list| request.db_list = Some(list));
            },
        )
    },
    Row::new(
        "checkpoint",
        |task| number(&task.checkpoint),
        |task, (), draft| {
            draft.parameter("Checkpoint", &task.checkpoint, |request, seconds| {
                request.checkpoint = Some(seconds.to_string());
            });
        },
    ),
    Row {
        // A reverse job is on the cluster of its instance, which is configured with the forward one.
        read: Some(|task, answer| {
            let id = Some(&answer.job.dedicated_cluster_id).filter(|id| !id.is_empty() && !task.kind.is_reverse());
            task.dedicated_cluster_id = id.cloned().into();
        }),
        change: Some(Call::Cluster),
        fixed_by_purchase: true,
        ..Row::new(
            "dedicated_cluster_id",
            |task| text(&task.dedicated_cluster_id),
            |task, (), draft| {
                draft.parameter("DedicatedClusterId", &task.dedicated_cluster_id, |request, id| {
                    request.dedicated_cluster_id = Some(id);
                });
            },
        )
    },
    Row {
        // Computed where the user does not choose one: then there is nothing to send, and nothing unknown about that.
        same: Some(|prior, planned, (), _| {
            planned.resource_group_id.is_unknown() || prior.resource_group_id == planned.resource_group_id
        }),
        read: Some(|task, answer| {
            let id = &answer.job.resource_group_id;
            task.resource_group_id = Some(id).filter(|id| !id.is_empty()).cloned().into();
        }),
        ..Row::new(
            "resource_group_id",
            |task| text(&task.resource_group_id),
            |task, (), draft| {
                let chosen: Attr<String> = task.resource_group_id.clone().into_option().into();
                draft.parameter("ResourceGroupId", &chosen, |request, id| request.resource_group_id = Some(id));
            },
        )
    },
    Row {
        read: Some(|task, answer| {
            let found = facts::option_of_wire("environment_tag", &|_| Some(answer.job.dts_bis_label.clone()));
            task.environment_tag = match found {
                // What a job has to which no tag was given.
                Some("normal") if task.environment_tag.is_null() => Attr::Null,
                found => found.map(str::to_owned).into(),
            };
        }),
        ..Row::new(
            "environment_tag",
            |task| text(&task.environment_tag),
            |task, (), draft| {
                draft.parameter("DtsBisLabel", &task.environment_tag, |request, tag| {
                    let wire = facts::option("environment_tag", &tag).first().map(|(_, wire)| (*wire).to_owned());
                    request.dts_bis_label = Some(wire.unwrap_or(tag));
                });
            },
        )
    },
    Row::new(
        "data_verification",
        |task| text(&verification::of(task)),
        |task, (), draft| {
            draft.parameter("DataCheckConfigure", &verification::of(task), |request, check| {
                request.data_check_configure = Some(check);
            });
        },
    ),
];
