//! The gRPC service, as a table with one row for each call.
//!
//! Calls that are not in the table (state stores) return the status `UNIMPLEMENTED`, which is the default of the generated trait.
//! The provider has no state stores, so Terraform does not make these calls.

use tonic::{Request, Response, Status, codegen::BoxStream};

use super::{response::execute, server::Server};
use crate::{
    generated::tfplugin6::{self as pb, provider_server},
    provider::Provider,
};

/// Implements the service from a table of its calls.
macro_rules! service {
    (
        with_type_name { $($resource_call:ident($resource_message:ident) => $resource_handler:ident;)* }
        without_type_name { $($call:ident($message:ident) => |$server:ident, $request:ident| $handler:expr;)* }
    ) => {
        #[tonic::async_trait]
        impl<P: Provider> provider_server::Provider for Server<P> {
            $(async fn $resource_call(
                &self,
                request: Request<pb::$resource_message::Request>,
            ) -> Result<Response<pb::$resource_message::Response>, Status> {
                let request = request.into_inner();
                let resource = request.type_name.clone();
                execute(stringify!($resource_call), &resource, self.$resource_handler(request)).await
            })*

            $(async fn $call(
                &self,
                request: Request<pb::$message::Request>,
            ) -> Result<Response<pb::$message::Response>, Status> {
                let ($server, $request) = (self, request.into_inner());
                execute(stringify!($call), "", $handler).await
            })*

            async fn stop_provider(
                &self,
                _request: Request<pb::stop_provider::Request>,
            ) -> Result<Response<pb::stop_provider::Response>, Status> {
                Ok(Response::new(self.stop()))
            }

            async fn list_resource(
                &self,
                request: Request<pb::list_resource::Request>,
            ) -> Result<Response<BoxStream<pb::list_resource::Event>>, Status> {
                Ok(Response::new(self.list(request.into_inner())))
            }

            async fn invoke_action(
                &self,
                request: Request<pb::invoke_action::Request>,
            ) -> Result<Response<BoxStream<pb::invoke_action::Event>>, Status> {
                Ok(Response::new(self.invoke(request.into_inner())))
            }
        }
    };
}

service! {
    with_type_name {
        validate_resource_config(validate_resource_config) => validate_resource;
        upgrade_resource_state(upgrade_resource_state) => upgrade;
        upgrade_resource_identity(upgrade_resource_identity) => upgrade_identity;
        read_resource(read_resource) => read;
        plan_resource_change(plan_resource_change) => plan;
        apply_resource_change(apply_resource_change) => apply;
        import_resource_state(import_resource_state) => import;
        validate_data_resource_config(validate_data_resource_config) => validate_data_source;
        read_data_source(read_data_source) => read_data;
        validate_ephemeral_resource_config(validate_ephemeral_resource_config) => validate_ephemeral;
        open_ephemeral_resource(open_ephemeral_resource) => open;
        renew_ephemeral_resource(renew_ephemeral_resource) => renew;
        close_ephemeral_resource(close_ephemeral_resource) => close;
        validate_list_resource_config(validate_list_resource_config) => validate_list;
        generate_resource_config(generate_resource_config) => generate_config;
        validate_action_config(validate_action_config) => validate_action;
    }
    without_type_name {
        get_metadata(get_metadata) => |server, _request| server.metadata();
        get_provider_schema(get_provider_schema) => |server, _request| server.provider_schema();
        get_resource_identity_schemas(get_resource_identity_schemas) => |server, _request| server.identity_schemas();
        get_functions(get_functions) => |server, _request| server.function_signatures();
        call_function(call_function) => |server, request| server.call(request);
        validate_provider_config(validate_provider_config) => |server, request| server.validate_provider(request);
        configure_provider(configure_provider) => |server, request| server.configure(request);
        move_resource_state(move_resource_state) => |server, request| server.move_state(request);
        plan_action(plan_action) => |server, request| server.plan_invocation(request);
    }
}
