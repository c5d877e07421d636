//! `DataCheckConfigure`: how DTS compares the data of both ends (DataCheckConfigure reference).

use alibaba::dts::ConfigureDtsJob;
use serde_json::{Map as JsonMap, Value as Json};
use tfplugin::model::Attr;

use super::Unknowns;
use crate::resources::alibaba::migration_task::schema::model::{FullVerification, TaskModel};

const NAME: &str = "DataCheckConfigure";

/// Fills it in, where verification is asked for.
pub(super) fn fill(request: &mut ConfigureDtsJob, planned: &TaskModel, unknowns: &mut Unknowns) {
    unknowns.note(NAME, planned.data_verification.is_unknown());
    let Some(wanted) = planned.data_verification.get() else { return };
    let mut check =
        Check { keys: JsonMap::new(), unknown: wanted.full.is_unknown() || wanted.incremental.is_unknown() };
    check.put("fullDataCheck", Json::Bool(wanted.full.is_known()));
    if let Some(full) = wanted.full.get() {
        check.full(full);
    }
    check.put("incrementalDataCheck", Json::Bool(wanted.incremental.is_known()));
    if let Some(incremental) = wanted.incremental.get() {
        check.attr("incrementalCheckErrorNotice", &incremental.alert_on_failure, Json::Bool);
    }
    unknowns.note(NAME, check.unknown);
    request.data_check_configure = Some(Json::Object(check.keys).to_string());
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
