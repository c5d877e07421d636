//! The macros `request!` and `answer!` (of `cloud-core`) define a struct together with its wire names: sending, reading and the
//! catalogue of names come from one definition.

/// Defines a request: `Name: SERVICE Safety -> Answer { field: Type = Place "WireName", … }`.
///
/// `Safety, Other when [field, …]` gives requests in which one of the fields is set another safety. `requires …` after the fields says
/// what a success must have.
macro_rules! request {
    (
        $(#[$meta:meta])*
        $name:ident: $service:ident $safety:ident $(, $other:ident when [$($when:ident),+])? -> $answer:ty {
            $($(#[$field_meta:meta])* $field:ident: $ty:ty = $place:ident $wire:literal,)*
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
                $(parameters.put($crate::wire::Place::$place, $wire, &self.$field);)*
                parameters
            }

            $(fn safety(&self) -> ::cloud_core::Safety {
                if $(self.$when.is_some())||+ { ::cloud_core::Safety::$other } else { Self::SAFETY }
            })?
        }

        impl $crate::action::Described for $name {
            const NAMES: &'static [($crate::wire::Place, &'static str)] =
                &[$(($crate::wire::Place::$place, $wire)),*];
        }
    };
}

pub(crate) use cloud_core::answer;
pub(crate) use request;
