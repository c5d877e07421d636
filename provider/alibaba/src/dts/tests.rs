use cloud_core::Safety;
use serde_json::json;

use super::*;
use crate::action::Action as _;
use crate::wire::Read as _;

#[test]
fn a_cluster_is_read_the_same_alone_and_in_the_list() {
    let one = json!({"DedicatedClusterId": "dtscluster_1", "State": "running", "Du": 30, "UsedDu": "4"});
    let alone = DedicatedCluster::read(&one).unwrap();
    let page = json!({"DedicatedClusterStatusList": {"DedicatedClusterStatus": [one]}, "TotalRecordCount": 1});
    let listed = ClusterPage::read(&page).unwrap().clusters.cluster.remove(0);
    assert_eq!((alone.du, alone.used_du, alone.state.as_str()), (Some(30), Some(4), "running"));
    assert_eq!((listed.du, listed.used_du, listed.state), (alone.du, alone.used_du, alone.state));
    assert_eq!(listed.dedicated_cluster_id, "dtscluster_1");
}

#[test]
fn passwords_are_sent_but_never_printed() {
    let request = ConfigureDtsJob {
        source_endpoint_password: Some("canary-source".into()),
        destination_endpoint_password: Some("canary-destination".into()),
        ..ConfigureDtsJob::default()
    };
    let printed = format!("{request:?} {:?}", request.parameters());
    assert!(!printed.contains("canary"), "{printed}");
    assert_eq!(request.parameters().get("SourceEndpointPassword"), Some("canary-source"));
    assert_eq!(request.parameters().get("DestinationEndpointPassword"), Some("canary-destination"));
}

#[test]
fn creating_a_job_is_not_repeated_and_configuring_a_known_one_is() {
    assert_eq!(ConfigureDtsJob::default().safety(), Safety::Create);
    let by_job = ConfigureDtsJob { dts_job_id: Some("job".into()), ..ConfigureDtsJob::default() };
    assert_eq!(by_job.safety(), Safety::Idempotent);
    let by_instance = ConfigureDtsJob { dts_instance_id: Some("dts".into()), ..ConfigureDtsJob::default() };
    assert_eq!(by_instance.safety(), Safety::Idempotent);
}

#[test]
fn two_actions_spell_the_database_account_differently_and_hide_the_password() {
    let password = ModifyDtsJobPassword {
        user_name: Some("dts".into()),
        password: "canary-7".into(),
        ..ModifyDtsJobPassword::default()
    };
    assert_eq!(password.parameters().get("UserName"), Some("dts"));
    let endpoint = ModifyDtsJobEndpoint {
        user_name: Some("dts".into()),
        password: Some("canary-7".into()),
        ..ModifyDtsJobEndpoint::default()
    };
    assert_eq!(endpoint.parameters().get("Username"), Some("dts"));
    let printed = format!("{password:?} {endpoint:?} {:?} {:?}", password.parameters(), endpoint.parameters());
    assert!(!printed.contains("canary"), "{printed}");
}

#[test]
fn an_odd_value_in_a_list_costs_neither_the_other_elements_nor_the_other_fields() {
    let page = json!({"DtsJobList": [
        {"DtsJobId": "job-1", "Delay": "soon", "MigrationMode": {"DataInitialization": "perhaps"}},
        null,
        "text",
        {"DtsJobId": "job-2", "Delay": 7, "RetryState": [], "TagList": [{"TagKey": "k"}, 5]},
    ]});
    let jobs = JobList::read(&page).unwrap().jobs;
    let ids: Vec<_> = jobs.iter().map(|job| job.dts_job_id.as_str()).collect();
    assert_eq!(ids, ["job-1", "job-2"]);
    assert_eq!((jobs[0].delay, jobs[1].delay), (None, Some(7)));
    assert!(!jobs[0].migration_mode.data_initialization && !jobs[1].retry_state.retrying);
    assert_eq!(jobs[1].tags.len(), 1);
}

#[test]
fn only_a_two_way_synchronization_has_a_reverse_job_whatever_stands_in_its_place() {
    let page = json!({"DtsJobList": [
        {"DtsJobId": "one", "ReverseJob": {}},
        {"DtsJobId": "two", "ReverseJob": null},
        {"DtsJobId": "three"},
        {"DtsJobId": "four", "ReverseJob": {"SourceEndpoint": {}, "DestinationEndpoint": {}}},
        {"DtsJobId": "five", "Status": "synchronizing", "DtsJobDirection": "Forward",
         "ReverseJob": {"DtsJobId": "back", "Status": "NotConfigured", "Delay": -1}},
    ]});
    let jobs = JobList::read(&page).unwrap().jobs;
    let reverse: Vec<_> = jobs.iter().map(|job| job.reverse_job.dts_job_id.as_str()).collect();
    assert_eq!(reverse, ["", "", "", "", "back"]);
    assert_eq!(jobs[4].reverse_job.status, JobStatus::NotConfigured);
    assert_eq!((&jobs[4].status, jobs[0].reverse_job.delay), (&JobStatus::Synchronizing, None));
}

#[test]
fn each_call_for_one_direction_names_it() {
    let reverse = || Some("Reverse".to_owned());
    let sent = [
        ConfigureDtsJob { synchronization_direction: reverse(), ..ConfigureDtsJob::default() }.parameters(),
        StartDtsJob { direction: reverse(), ..StartDtsJob::default() }.parameters(),
        SuspendDtsJob { direction: reverse(), ..SuspendDtsJob::default() }.parameters(),
        StopDtsJob { direction: reverse(), ..StopDtsJob::default() }.parameters(),
        ResetDtsJob { direction: reverse(), ..ResetDtsJob::default() }.parameters(),
        DeleteDtsJob { direction: reverse(), ..DeleteDtsJob::default() }.parameters(),
        ModifyDtsJob { direction: reverse(), ..ModifyDtsJob::default() }.parameters(),
        ModifyDtsJobPassword { direction: reverse(), ..ModifyDtsJobPassword::default() }.parameters(),
        ModifyDtsJobEndpoint { direction: reverse(), ..ModifyDtsJobEndpoint::default() }.parameters(),
        DescribeDtsJobDetail { direction: reverse(), ..DescribeDtsJobDetail::default() }.parameters(),
    ];
    assert!(sent.iter().all(|parameters| parameters.get("SynchronizationDirection") == Some("Reverse")));
    // Switching the directions twice is not the same as once, so that it is never repeated blindly.
    assert_eq!(ReverseTwoWayDirection::default().safety(), Safety::Create);
    assert_eq!(ResetDtsJob::default().safety(), Safety::Transition);
}
