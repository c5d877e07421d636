//! `DataCheckConfigure`: how DTS compares the data of both endpoints (DataCheckConfigure reference).

use serde_json::{Map as JsonMap, Value as Json};
use tfplugin::model::Attr;

use crate::resources::alibaba::migration_task::schema::model::{FullVerification, TaskModel};

/// The JSON text; unknown while a part of it is, null where no verification is configured.
pub(super) fn of(task: &TaskModel) -> Attr<String> {
    let configured = match &task.data_verification {
        Attr::Known(configured) => configured,
        Attr::Unknown => return Attr::Unknown,
        Attr::Null => return Attr::Null,
    };
    let unknown = configured.full.is_unknown() || configured.incremental.is_unknown();
    let mut check = Check { keys: JsonMap::new(), unknown };
    check.put("fullDataCheck", Json::Bool(configured.full.is_known()));
    if let Some(full) = configured.full.get() {
        check.full(full);
    }
    check.put("incrementalDataCheck", Json::Bool(configured.incremental.is_known()));
    if let Some(incremental) = configured.incremental.get() {
        check.attr("incrementalCheckErrorNotice", &incremental.alert_on_failure, Json::Bool);
    }
    if check.unknown { Attr::Unknown } else { Attr::Known(Json::Object(check.keys).to_string()) }
}

struct Check {
    keys: JsonMap<String, Json>,
    unknown: bool,
}

impl Check {
    fn put(&mut self, key: &str, value: Json) {
        self.keys.insert(key.to_owned(), value);
    }

    fn attr<T: Clone>(&mut self, key: &str, value: &Attr<T>, json: impl FnOnce(T) -> Json) {
        self.unknown |= value.is_unknown();
        if let Some(value) = value.get() {
            self.put(key, json(value.clone()));
        }
    }

    fn full(&mut self, full: &FullVerification) {
        let by_sample = full.mode.as_str() == Some("sample");
        self.attr("fullCheckModel", &full.mode, |_| Json::from(if by_sample { 1 } else { 2 }));
        self.attr("fullCheckRatio", &full.sample_percent, Json::from);
        self.put("checkMaximumHourEnable", Json::from(i64::from(full.max_hours.is_known())));
        self.attr("checkMaximumHour", &full.max_hours, Json::from);
        self.attr("fullCheckReferEndpoint", &full.reference, |reference| {
            Json::from(match reference.as_str() {
                "source" => "src",
                "destination" => "dest",
                _ => "all",
            })
        });
        self.attr("fullCheckMaxReadRps", &full.max_rows_per_second, Json::from);
        self.attr("fullCheckMaxReadBps", &full.max_bytes_per_second, Json::from);
        self.put("fullCheckValidFailNotice", Json::Bool(full.alert_from_differences.is_known()));
        self.attr("fullCheckNoticeValue", &full.alert_from_differences, Json::from);
    }
}
