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

#[tokio::test]
async fn more_tags_than_a_page_are_listed_to_the_end() {
    let stage = Stage::new().await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let caller = stage.destination_owner();
    let mut on = vec![("ResourceType".to_owned(), "ALIYUN::DTS::INSTANCE".to_owned())];
    for number in 1..=3 {
        let job = configure(&caller, &job_parameters()).await;
        on.push((format!("ResourceId.{number}"), format!("dts{job}")));
    }
    let tags = (1..=20).map(|number| (format!("Tag.{number}.Key"), format!("k{number}")));
    let call = async |action: &str, more: Vec<(String, String)>| {
        let parameters = [on.clone(), more].concat();
        let parameters: Vec<(&str, &str)> = parameters.iter().map(|(name, value)| (&**name, &**value)).collect();
        caller.dts(action, &parameters).await
    };
    call("TagResources", tags.collect()).await.ok();
    let first = call("ListTagResources", Vec::new()).await.ok();
    let token = ("NextToken".to_owned(), first["NextToken"].as_str().unwrap().to_owned());
    let second = call("ListTagResources", vec![token]).await.ok();
    let pages = [&first, &second].map(|page| page["TagResources"]["TagResource"].as_array().unwrap().clone());
    let [length, rest] = [&pages[0], &pages[1]].map(Vec::len);
    assert_eq!((length, rest, &second["NextToken"]), (50, 10, &"".into()));
    assert!(pages[1].iter().all(|row| !pages[0].contains(row)));
    let odd = vec![("NextToken".to_owned(), "odd".to_owned())];
    call("ListTagResources", odd).await.refused_parameter("NextToken");
}

#[tokio::test]
async fn an_instance_is_found_by_all_requested_tags() {
    let stage = Stage::new().await;
    make_role(&stage.source_owner(), DESTINATION_OWNER).await;
    let caller = stage.destination_owner();
    let instance = format!("dts{}", configure(&caller, &job_parameters()).await);
    let kind = ("ResourceType", "ALIYUN::DTS::INSTANCE");
    let both = [("Tag.1.Key", "env"), ("Tag.1.Value", "prod"), ("Tag.2.Key", "team"), ("Tag.2.Value", "a")];
    let tagged = [&[kind, ("ResourceId.1", &instance), ("Tag.3.Key", "more")][..], &both].concat();
    caller.dts("TagResources", &tagged).await.ok();
    let found = async |tags: &[(&str, &str)]| {
        let listed = caller.dts("ListTagResources", &[&[kind][..], tags].concat()).await.ok();
        listed["TagResources"]["TagResource"].as_array().unwrap().len()
    };
    assert_eq!(found(&both).await, 2);
    assert_eq!(found(&[both[0], ("Tag.2.Key", "team"), ("Tag.2.Value", "b")]).await, 0);
}
