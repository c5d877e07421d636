//! Actions that the cloud serves and the emulator does not.

use crate::client::{Api, send_http};
use crate::setup::{DESTINATION_OWNER, Stage, job_parameters, make_role, with};

#[tokio::test]
async fn the_refusal_of_an_action_of_synchronization_says_what_it_belongs_to() {
    let stage = Stage::new().await;
    let caller = stage.destination_owner();
    for action in ["CreateSynchronizationJob", "CreateReverseDtsJob", "TransferPayType"] {
        let answer = caller.dts(action, &[]).await;
        assert_eq!(answer.status, 400, "a client reads 404 as an object that does not exist");
        let says = format!(
            "{action} of DTS is not emulated. It belongs to: the first generation of data synchronization, reverse \
             instances, and other billing methods. The real cloud serves it"
        );
        answer.refused("NotEmulated", &says);
    }
    caller.ram("CreateUser", &[]).await.refused("NotEmulated", "CreateUser of RAM is not emulated");
}

/// The real cloud answers 404 and `InvalidApi.NotFound`. But the emulator does not know every action of the cloud:
/// `DescribeInstances`, which a tool of Alibaba Cloud calls, is in no published SDK.
#[tokio::test]
async fn an_action_in_no_list_is_refused_with_the_same_code() {
    let stage = Stage::new().await;
    let caller = stage.destination_owner();
    for (api, action, hint) in [
        (Api::Dts, "DescribeInstances", "not in the emulator's lists of actions"),
        (Api::Dts, "ConfigureDtsJobs", "Did you mean ConfigureDtsJob?"),
        (Api::Ram, "GetCallerIdentity", "It is an action of STS: call it with the version of STS."),
    ] {
        let answer = caller.call(api, action, &[]).await;
        assert_eq!(answer.status, 400, "{action}");
        answer.refused("NotEmulated", hint);
    }
    caller.sts("GetCallerIdentity", &[]).await.ok();
}

#[tokio::test]
async fn an_unknown_caller_is_refused_first() {
    let stage = Stage::new().await;
    let stranger = stage.client("AKNOBODY", "none");
    stranger.dts("ResetDtsJob", &[]).await.refused("InvalidAccessKeyId.NotFound", "not found");
}

#[tokio::test]
async fn jobs_of_other_types_are_not_emulated() {
    let stage = Stage::new().await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let caller = stage.destination_owner();
    let answer = caller.dts("ConfigureDtsJob", &with(job_parameters(), &[("JobType", "CHECK")])).await;
    answer.refused("UnSupportedTaskType", "Jobs of type CHECK are not emulated. The real cloud serves them");
    caller.dts("ConfigureDtsJob", &job_parameters()).await.ok();
}

/// The APIs of other services have paths. Their clients, too, read 404 as an object that does not exist.
#[tokio::test]
async fn an_api_call_to_another_path_is_refused_with_the_same_code() {
    let stage = Stage::new().await;
    let address = stage.emulator.addr();
    let request = stage.destination_owner().request(Api::Dts, "DescribeClusters", &[]);
    let answer = send_http(address, "GET", "/clusters", &request.headers, "").await.unwrap();
    assert_eq!(answer.status, 400);
    answer.refused("NotEmulated", "The path /clusters is not emulated");
    assert_eq!(stage.last_request().await["outcome"], "NotEmulated");
    let host = [("host".to_owned(), address.to_string())];
    assert_eq!(send_http(address, "GET", "/clusters", &host, "").await.unwrap().status, 404, "not an API call");
}
