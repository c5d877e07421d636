//! Generated configurations.

use super::*;

async fn generate(type_name: &str, state: Option<pb::DynamicValue>) -> pb::generate_resource_config::Response {
    let request = pb::generate_resource_config::Request { type_name: type_name.into(), state };
    server().generate_resource_config(Request::new(request)).await.unwrap().into_inner()
}

#[tokio::test]
async fn a_configuration_has_the_arguments_of_the_state() {
    let generated = generate("test_user", Some(user("dts", Attr::Null, "u-1".into()))).await;
    assert_eq!(generated.diagnostics, []);
    let config = decode(generated.config.as_ref()).unwrap();
    assert_eq!((config.name.as_str(), config.id.is_null()), (Some("dts"), true));
}

#[tokio::test]
async fn a_null_state_has_a_null_configuration_and_a_missing_one_is_an_error() {
    let generated = generate("test_user", Some(convert::encode_value(&Value::Null))).await;
    assert_eq!((generated.diagnostics.len(), decode(generated.config.as_ref()).is_none()), (0, true));
    for (type_name, expected) in [("test_user", "1.14.0"), ("test_group", "Valid values: test_user")] {
        let generated = generate(type_name, None).await;
        assert!(generated.diagnostics[0].detail.contains(expected), "{generated:?}");
        assert_eq!(generated.config, None);
    }
}

#[tokio::test]
async fn the_capability_is_announced() {
    let schema = server().get_provider_schema(Request::new(Default::default())).await.unwrap().into_inner();
    assert!(schema.server_capabilities.unwrap().generate_resource_config);
}
