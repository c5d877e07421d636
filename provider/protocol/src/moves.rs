//! Moving a resource of another provider into a resource of this one, with a `moved` block.

use serde_json::{Map, Value as Json};

use crate::{
    diagnostic::{Diagnostic, Diagnostics},
    private::Private,
};

/// The resource that a `moved` block names in `from`, as Terraform has stored it.
///
/// It has no private data: those of another provider have no meaning here.
#[derive(Clone, Default, PartialEq)]
pub struct MoveSource {
    /// The address of its provider, such as `registry.terraform.io/aliyun/alicloud`. OpenTofu before 1.11.12 and 1.12.4 has only the last
    /// part, such as `alicloud`.
    pub provider: String,
    /// Its type.
    pub type_name: String,
    /// The version of its schema.
    pub version: i64,
    /// Its attributes. They may have secrets.
    pub state: Map<String, Json>,
}

/// The new state of a resource that was moved.
#[derive(Debug)]
pub struct Moved<M> {
    /// The state. Arguments that are null get the defaults of the schema. Terraform then reads the resource, unless the user
    /// disables the refresh.
    pub state: M,
    /// The private data to store.
    pub private: Private,
    /// What could not be taken over.
    pub warnings: Diagnostics,
}

impl MoveSource {
    /// The error of a type that cannot be moved.
    pub fn rejected(&self, target: &str) -> Diagnostic {
        Diagnostic::error(
            "Cannot move between these resource types",
            format!(
                "{} (provider {}) cannot be moved to {target}, because they are different kinds of objects. Import the object into the \
                 new resource instead, and remove the old resource from the state with a `removed` block that has `lifecycle {{ destroy = \
                 false }}`.",
                self.type_name, self.provider
            ),
        )
    }
}

/// Does not show the attributes.
impl std::fmt::Debug for MoveSource {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("MoveSource")
            .field("provider", &self.provider)
            .field("type_name", &self.type_name)
            .field("version", &self.version)
            .finish_non_exhaustive()
    }
}
