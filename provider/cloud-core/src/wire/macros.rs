//! The macro `answer!` defines a struct together with its wire names.

/// Defines an answer, or an object inside one: `Name { field: Type = "WireName", … }`.
///
/// ```
/// use cloud_core::wire::Read as _;
///
/// cloud_core::answer! {
///     /// Answer of `DescribeQueue`.
///     Queue {
///         /// Name.
///         name: String = "QueueName",
///         /// Number of messages, where it is known.
///         length: Option<i64> = "Length",
///     }
/// }
///
/// let queue = Queue::read(&serde_json::json!({"QueueName": "orders", "Length": "7"}))?;
/// assert_eq!((queue.name.as_str(), queue.length), ("orders", Some(7)));
/// # Ok::<(), cloud_core::wire::Mismatch>(())
/// ```
#[macro_export]
macro_rules! answer {
    (
        $(#[$meta:meta])*
        $name:ident {
            $($(#[$field_meta:meta])* $field:ident: $ty:ty = $wire:literal,)*
        }
    ) => {
        $(#[$meta])*
        #[derive(Clone, Debug, Default)]
        pub struct $name {
            $($(#[$field_meta])* pub $field: $ty,)*
        }

        impl $crate::wire::Read for $name {
            fn read(value: &$crate::wire::Value) -> Result<Self, $crate::wire::Mismatch> {
                let Some(_object) = $crate::wire::object(value)? else { return Ok(Self::default()) };
                Ok(Self { $($field: $crate::wire::field(_object, $wire)?,)* })
            }

            fn read_element(value: &$crate::wire::Value) -> Result<Self, $crate::wire::Mismatch> {
                let Some(_object) = $crate::wire::object(value)? else { return Ok(Self::default()) };
                Ok(Self { $($field: $crate::wire::field_or_default(_object, $wire),)* })
            }

            fn keys(prefix: &str, keys: &mut Vec<String>) {
                let _path = |name: &str| if prefix.is_empty() { name.to_owned() } else { format!("{prefix}.{name}") };
                $(<$ty as $crate::wire::Read>::keys(&_path($wire), keys);)*
                let _ = (prefix, keys);
            }
        }

        impl $crate::wire::Answer for $name {}
    };
}
