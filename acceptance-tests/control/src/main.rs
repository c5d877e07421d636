//! A provider with one resource that stores all values in the state only, so that benchmarks measure the plugin crate.

mod trust;

use std::collections::HashMap;
use std::process::ExitCode;

use async_trait::async_trait;
use tf_provider::schema::{Block, Description, Schema};
use tf_provider::value::ValueEmpty;
use tf_provider::{Diagnostics, DynamicResource, Provider, map};

/// The provider. Its block has no arguments.
struct Control;

#[async_trait]
impl Provider for Control {
    type Config<'a> = ValueEmpty;
    type MetaState<'a> = ValueEmpty;

    fn schema(&self, _diags: &mut Diagnostics) -> Option<Schema> {
        let description = Description::plain("A provider for comparisons");
        Some(Schema { version: 0, block: Block { description, ..Block::default() } })
    }

    fn get_resources(&self, _diags: &mut Diagnostics) -> Option<HashMap<String, Box<dyn DynamicResource>>> {
        Some(map! { "trust" => trust::Trust })
    }
}

#[tokio::main]
async fn main() -> ExitCode {
    match tf_provider::serve("control", Control).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("the control provider failed: {error}");
            ExitCode::FAILURE
        }
    }
}
