//! The macros `request!`, `object!` and `answer!` (of `cloud-core`) define a struct together with its wire names: sending, reading and
//! the catalogue of names come from one definition.

/// Defines a request: `Name: SERVICE Safety -> Answer { field: Type = "WireName", … }`.
///
/// `requires …` after the fields says what a success must have.
macro_rules! request {
    (
        $(#[$meta:meta])*
        $name:ident: $service:ident $safety:ident -> $answer:ty {
            $($(#[$field_meta:meta])* $field:ident: $ty:ty = $wire:literal,)*
        }
        $(requires $requirements:expr)?
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default)]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $ty,)*
        }

        impl $crate::action::Action for $name {
            const NAME: &'static str = stringify!($name);
            const SERVICE: &'static ::cloud_core::Service = &$crate::services::$service;
            const SAFETY: ::cloud_core::Safety = ::cloud_core::Safety::$safety;
            $(const REQUIREMENTS: $crate::requirements::Requirements = $requirements;)?
            type Answer = $answer;

            fn parameters(&self) -> $crate::wire::Parameters {
                #[allow(unused_mut, reason = "an action without parameters changes nothing")]
                let mut parameters = $crate::wire::Parameters::new();
                $(parameters.put($wire, &self.$field);)*
                parameters
            }
        }

        impl $crate::action::Described for $name {
            fn names() -> Vec<String> {
                #[allow(unused_mut, reason = "an action without parameters has no names")]
                let mut names = Vec::new();
                $(<$ty as $crate::wire::ToJson>::names($wire, &mut names);)*
                names
            }
        }
    };
}

/// Defines an object that is sent, and that may be read too: `Name { field: Type = "WireName", … }`.
macro_rules! object {
    (
        $(#[$meta:meta])*
        $name:ident {
            $($(#[$field_meta:meta])* $field:ident: $ty:ty = $wire:literal,)*
        }
    ) => {
        ::cloud_core::answer! {
            $(#[$meta])*
            #[derive(PartialEq)]
            $name {
                $($(#[$field_meta])* $field: $ty = $wire,)*
            }
        }

        impl $crate::wire::ToJson for $name {
            fn to_json(&self) -> Option<$crate::wire::Json> {
                let mut parameters = $crate::wire::Parameters::new();
                $(parameters.put($wire, &self.$field);)*
                Some($crate::wire::Json::Object(parameters))
            }

            fn names(prefix: &str, names: &mut Vec<String>) {
                $(<$ty as $crate::wire::ToJson>::names(&format!("{prefix}.{}", $wire), names);)*
            }
        }
    };
}

pub(crate) use cloud_core::answer;
pub(crate) use {object, request};
