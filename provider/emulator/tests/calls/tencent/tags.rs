//! The tag service: the tags of roles, policies and users.

use serde_json::{Value, json};

use crate::setup::Stage;

use super::client::{Client, allow, make_role};

async fn tags(client: &Client, prefix: &str, id: &str) -> Vec<(String, String)> {
    let parameters = json!({"ServiceType": "cam", "ResourcePrefix": prefix, "ResourceIds": [id], "ResourceRegion": "",
        "Offset": 0, "Limit": 20});
    let answer = client.call("tag", "DescribeResourceTagsByResourceIds", parameters).await.ok();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let rows = answer["Tags"].as_array().unwrap().iter();
    rows.inspect(|row| assert_eq!(row["ResourceId"], id))
        .map(|row| (text(&row["TagKey"]), text(&row["TagValue"])))
        .collect()
}

#[tokio::test]
async fn the_tags_of_an_object_are_the_same_in_both_services() {
    let stage = Stage::tencent().await;
    let source = stage.source();
    let role = make_role(&stage, None, &[]).await;
    let policy =
        json!({"PolicyName": "p", "PolicyDocument": allow("dts:*", "*"), "Tags": [{"Key": "a", "Value": "1"}]});
    let policy = source.cam("CreatePolicy", policy).await.ok()["PolicyId"].to_string();
    for (prefix, id) in [("role", role.as_str()), ("policy", policy.as_str()), ("uin", "700000000011")] {
        let region = if prefix == "role" { "" } else { "ap-guangzhou" };
        let resource = format!("qcs::cam:{region}:uin/:{prefix}/{id}");
        let replace = json!({"Resource": resource, "ReplaceTags": [{"TagKey": "b", "TagValue": "2"}, {"TagKey": "c", "TagValue": "3"}]});
        source.call("tag", "ModifyResourceTags", replace).await.ok();
        let change = json!({"Resource": resource, "ReplaceTags": [{"TagKey": "b", "TagValue": "4"}], "DeleteTags": [{"TagKey": "c"}]});
        source.call("tag", "ModifyResourceTags", change).await.ok();
        let found = tags(&source, prefix, id).await;
        assert!(
            found.contains(&("b".to_owned(), "4".to_owned())) && !found.iter().any(|(key, _)| key == "c"),
            "{found:?}"
        );
        assert_eq!(tags(&stage.target(), prefix, id).await, [], "of another account");
    }
    let of_policy = source.cam("GetPolicy", json!({"PolicyId": policy})).await.ok();
    assert_eq!(of_policy["Tags"], json!([{"Key": "a", "Value": "1"}, {"Key": "b", "Value": "4"}]));
}

#[tokio::test]
async fn the_name_of_a_resource_is_checked() {
    let stage = Stage::tencent().await;
    let role = make_role(&stage, None, &[]).await;
    let modify = async |resource: &str| {
        let parameters = json!({"Resource": resource, "ReplaceTags": [{"TagKey": "b", "TagValue": "2"}]});
        stage.source().call("tag", "ModifyResourceTags", parameters).await
    };
    modify(&format!("qcs::cam::uin/700000000001:role/{role}")).await.ok();
    for wrong in
        [format!("qcs::cam::uin/700000000002:role/{role}"), format!("qcs::cvm::uin/:role/{role}"), role.clone()]
    {
        modify(&wrong).await.refused("InvalidParameterValue.ResourceDescriptionError", "");
    }
    modify("qcs::cam::uin/:role/1").await.refused("InvalidParameterValue.ResourceIdInvalid", "");
}
