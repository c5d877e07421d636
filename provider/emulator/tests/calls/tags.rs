use serde_json::{Value, json};

use crate::setup::{DESTINATION_OWNER, ROLE, SOURCE_OWNER, Stage, configure, job_parameters, make_role};

#[tokio::test]
async fn ram_tags_are_json_text_and_listed_flat() {
    let stage = Stage::new().await;
    let owner = stage.source_owner();
    make_role(&owner, DESTINATION_OWNER).await;
    let on = [("ResourceType", "role"), ("ResourceNames", r#"["ram-for-dts"]"#)];
    let tagged = [on[0], on[1], ("Tag", r#"[{"Key":"env","Value":"prod"},{"Key":"team","Value":""}]"#)];
    owner.ram("TagResources", &tagged).await.ok();
    let listed = owner.ram("ListTagResources", &on).await.ok();
    assert_eq!(
        listed["TagResources"][0],
        json!({"ResourceName": ROLE, "ResourceType": "role", "TagKey": "env", "TagValue": "prod"})
    );
    assert_eq!(stage.state(SOURCE_OWNER).await["roles"][0]["tags"], json!({"env": "prod", "team": ""}));
    owner.ram("UntagResources", &[on[0], on[1], ("TagKeys", r#"["env"]"#)]).await.ok();
    let left = owner.ram("ListTagResources", &on).await.ok();
    assert_eq!(left["TagResources"].as_array().unwrap().len(), 1);
    assert_eq!(left["TagResources"][0]["TagKey"], "team");
    owner.ram("UntagResources", &on).await.refused("MissingTagKeys", "mandatory");
    owner.ram("UntagResources", &[on[0], on[1], ("TagKey.1", "team")]).await.ok();
    let empty = owner.ram("ListTagResources", &on).await.ok();
    assert_eq!(empty["TagResources"], json!([]));
    let unknown = [on[0], ("ResourceNames", r#"["other"]"#), tagged[2]];
    owner.ram("TagResources", &unknown).await.refused("EntityNotExist.Role", "other");
    owner.ram("TagResources", &[on[0], on[1], ("Tag", "env")]).await.refused("InvalidParameter.Tag", "JSON");
}

#[tokio::test]
async fn dts_tags_are_flat_parameters_and_listed_nested() {
    let stage = Stage::new().await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let caller = stage.destination_owner();
    let job = configure(&caller, &job_parameters()).await;
    let instance = format!("dts{job}");
    let on = [("RegionId", "cn-hangzhou"), ("ResourceType", "ALIYUN::DTS::INSTANCE"), ("ResourceId.1", &instance[..])];
    let tags = [("Tag.1.Key", "env"), ("Tag.1.Value", "prod"), ("Tag.2.Key", "empty")];
    let answer = caller.dts("TagResources", &[&on[..], &tags[..]].concat()).await.ok();
    assert_eq!(answer["Success"], true);
    assert!(answer.get("HttpStatusCode").is_none());
    let listed = caller.dts("ListTagResources", &on).await.ok();
    let rows = listed["TagResources"]["TagResource"].as_array().unwrap();
    assert_eq!(rows.len(), 2);
    assert!(rows.contains(
        &json!({"ResourceId": instance, "ResourceType": "ALIYUN::DTS::INSTANCE", "TagKey": "env", "TagValue": "prod"})
    ));
    caller.dts("UntagResources", &[&on[..], &[("TagKey.1", "env")]].concat()).await.ok();
    caller.dts("UntagResources", &on).await.refused_parameter("TagKey");
    let left = caller.dts("ListTagResources", &on).await.ok();
    assert_eq!(left["TagResources"]["TagResource"][0]["TagKey"], "empty");
    caller.dts("UntagResources", &[&on[..], &[("All", "true")]].concat()).await.ok();
    let none = caller.dts("ListTagResources", &on).await.ok();
    assert_eq!(none["TagResources"]["TagResource"], Value::Array(Vec::new()));

    let others = [on[0], on[1], ("ResourceId.1", &job[..]), tags[0]];
    caller.dts("TagResources", &others).await.refused("Forbidden.InstanceNotFound", "");
    stage
        .operator()
        .dts("TagResources", &[&on[..], &tags[..]].concat())
        .await
        .refused("Forbidden.InstanceNotFound", &job);
}
