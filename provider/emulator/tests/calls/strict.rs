use dts_emulator::Options;

use crate::setup::Stage;

#[tokio::test]
async fn an_unknown_parameter_is_refused_when_strict_and_a_warning_when_not() {
    let wrong = [("JobType", "MIGRATION"), ("PageNum", "1")];
    let strict = Stage::new().await;
    strict.source_owner().dts("DescribeDtsJobs", &wrong[..1]).await.ok();
    let refused = strict.source_owner().dts("DescribeDtsJobs", &wrong).await;
    refused.refused("InvalidParameter", "DescribeDtsJobs has no parameter PageNum; did you mean PageNumber?");
    assert_eq!(refused.status, 400);

    assert_eq!(
        strict.last_request().await["warnings"][0],
        "DescribeDtsJobs has no parameter PageNum; did you mean PageNumber?"
    );

    let lenient = Stage::with(Options::default()).await;
    lenient.source_owner().dts("DescribeDtsJobs", &wrong).await.ok();
    let entry = lenient.last_request().await;
    assert_eq!(entry["warnings"][0], "DescribeDtsJobs has no parameter PageNum; did you mean PageNumber?");
    // The value of a misspelled name can be a password.
    assert_eq!((&entry["outcome"], &entry["parameters"]["PageNum"]), (&"OK".into(), &"(hidden)".into()));
}

#[tokio::test]
async fn letter_case_of_parameters_matters() {
    let stage = Stage::new().await;
    let detail = |name: &'static str| {
        let client = stage.source_owner();
        async move { client.dts("DescribeDtsJobDetail", &[(name, "dtsabc")]).await }
    };
    detail("DtsInstanceID").await.refused("Forbidden.InstanceNotFound", "abc");
    detail("DtsInstanceId").await.refused("InvalidParameter", "did you mean DtsInstanceID?");
}
