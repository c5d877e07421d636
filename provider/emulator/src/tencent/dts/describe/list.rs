//! DescribeMigrationJobs.

use serde_json::{Value, json};

use crate::tencent::context::CallContext;
use crate::tencent::dts::Dts;
use crate::tencent::dts::find::{is_own, permit};
use crate::tencent::dts::job::{Endpoint, Job};
use crate::tencent::gateway::{Call, Fields, Outcome, Refusal, fields};

use super::detail::shared;

/// The jobs of the account, the newest first; every listed job is polled. Destroyed jobs are not listed.
pub(crate) fn list(dts: &mut Dts, context: CallContext<'_>, call: &Call) -> Outcome {
    let parameters = &call.parameters;
    permit(context, call, "*")?;
    let offset = parameters.number_in("Offset", 0..=i64::MAX, 0)?;
    let limit = parameters.number_in("Limit", 1..=100, 20)?;
    let is_ascending = match parameters.text("OrderSeq") {
        "" | "desc" => false,
        "asc" => true,
        _ => return Err(Refusal::value("OrderSeq", "it must be asc or desc")),
    };
    let account = &call.caller.account;
    let own = dts.of_account(account).filter(|job| is_own(job, call));
    let ids: Vec<String> = own.map(|job| job.id.clone()).collect();
    let visible = ids.iter().filter(|id| !context.hides_from_lists(account, id));
    let mut found: Vec<&Job> =
        visible.filter_map(|id| dts.jobs.get(id)).filter(|job| matches(job, parameters)).collect();
    found.sort_by_key(|job| job.number);
    if !is_ascending {
        found.reverse();
    }
    let total = found.len();
    let (offset, limit) = (usize::try_from(offset).unwrap_or(usize::MAX), usize::try_from(limit).unwrap_or(20));
    let page: Vec<String> = found.into_iter().skip(offset).take(limit).map(|job| job.id.clone()).collect();
    for id in &page {
        dts.poll(id, context.moment());
    }
    let rows: Vec<Value> = page.iter().filter_map(|id| dts.jobs.get(id)).map(|job| row(context, job)).collect();
    Ok(fields(json!({"TotalCount": total, "JobList": rows})))
}

fn row(context: CallContext<'_>, job: &Job) -> Value {
    let mut shown = shared(context, job);
    let minutes = job.configuration.as_ref().map_or(0, |configuration| configuration.auto_retry_minutes);
    shown.insert("AutoRetryTimeRangeMinutes".to_owned(), json!(minutes));
    Value::Object(shown)
}

fn matches(job: &Job, parameters: &Fields) -> bool {
    let fits = |name: &str, actual: &str| parameters.get(name).is_none_or(|wanted| wanted == actual);
    let one_of = |name: &str, actual: &str| {
        let wanted = parameters.texts(name);
        wanted.is_empty() || wanted.contains(&actual)
    };
    let configuration = job.configuration.as_ref();
    let instance = |endpoint: Option<&Endpoint>| {
        let node = endpoint.and_then(Endpoint::first);
        node.map_or_else(String::new, |node| node.fields.text("InstanceId").to_owned())
    };
    let access = |endpoint: Option<&Endpoint>| {
        endpoint.map_or_else(String::new, |endpoint| endpoint.fields.text("AccessType").to_owned())
    };
    let (source, destination) = (configuration.map(|it| &it.source), configuration.map(|it| &it.destination));
    fits("JobId", &job.id)
        && parameters.get("JobName").is_none_or(|wanted| job.name.contains(wanted))
        && one_of("Status", job.status_word())
        && fits("SrcInstanceId", &instance(source))
        && fits("DstInstanceId", &instance(destination))
        && fits("SrcRegion", &job.link.source_region)
        && fits("DstRegion", &job.link.destination_region)
        && one_of("SrcDatabaseType", &job.link.source)
        && one_of("DstDatabaseType", &job.link.destination)
        && one_of("SrcAccessType", &access(source))
        && one_of("DstAccessType", &access(destination))
        && fits("RunMode", configuration.map_or("", |it| it.run_mode.as_str()))
        && parameters.structures("TagFilters").iter().all(|filter| has_tag(job, filter))
}

fn has_tag(job: &Job, filter: &Fields) -> bool {
    let (key, values) = (filter.text("TagKey"), filter.texts("TagValue"));
    job.tags.iter().any(|(known, value)| known == key && (values.is_empty() || values.contains(&value.as_str())))
}
