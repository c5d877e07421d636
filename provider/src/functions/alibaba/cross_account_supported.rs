//! `cross_account_supported(engine, access_method, side)`.

use tfplugin::{
    Model,
    function::{Function, FunctionError},
    model::Attr,
    validate::one_of,
};

use crate::{
    facts::alibaba::{self as facts, Side},
    rules::alibaba as rules,
};

/// Returns whether DTS can use a database of another account. The data source `dts_cross_account_support` lists all combinations, and how each is documented.
#[derive(Clone, Debug, Default, Model)]
pub(crate) struct Arguments {
    /// Database engine, such as `mysql`.
    #[attr(required, validate(rules::engine()))]
    engine: Attr<String>,
    /// How DTS connects to the database, such as `alibaba_cloud_instance`.
    #[attr(required, validate(rules::access_method()))]
    access_method: Attr<String>,
    /// Whether the database is the `source` or the `destination`.
    #[attr(required, validate(one_of(&["source", "destination"])))]
    side: Attr<String>,
}

/// The function.
pub(super) struct CrossAccountSupported;

impl Function for CrossAccountSupported {
    type Arguments = Arguments;
    type Output = bool;

    fn name(&self) -> &'static str {
        "cross_account_supported"
    }

    fn call(&self, arguments: Arguments) -> Result<bool, FunctionError> {
        let Arguments { engine, access_method, side } = arguments;
        let side = [Side::Source, Side::Destination].into_iter().find(|known| side.as_str() == Some(known.block()));
        let known = (side, engine.as_str(), access_method.as_str());
        let (Some(side), Some(engine), Some(access_method)) = known else { return Ok(false) };
        Ok(facts::combination(side, engine, access_method).is_some())
    }
}
