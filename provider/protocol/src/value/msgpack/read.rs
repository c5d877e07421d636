//! Decodes values from msgpack.

use rmp::Marker;

use super::{KEY_LOWER, KEY_MAX_LENGTH, KEY_MIN_LENGTH, KEY_NULL, KEY_PREFIX, KEY_UPPER, REFINED_UNKNOWN, sort_set};
use crate::value::{Bound, DecodeError, Items, Name, Number, Refinements, Type, Value};

/// The deepest nesting that is accepted. No schema is nested so deeply, so bytes that are must be malformed.
const MAX_DEPTH: usize = 128;

/// Decodes a value of the given type. An object may leave out attributes, which are then null.
///
/// # Errors
/// The bytes are incomplete, have another type, or are followed by more bytes.
pub fn decode(bytes: &[u8], ty: &Type) -> Result<Value, DecodeError> {
    let mut reader = Reader { rest: bytes, depth: 0 };
    let value = reader.value(ty)?;
    if reader.rest.is_empty() {
        Ok(value)
    } else {
        Err(DecodeError::new(format!("{} bytes follow the value", reader.rest.len())))
    }
}

struct Reader<'a> {
    rest: &'a [u8],
    depth: usize,
}

impl<'a> Reader<'a> {
    fn value(&mut self, ty: &Type) -> Result<Value, DecodeError> {
        if self.depth >= MAX_DEPTH {
            return Err(DecodeError::new("the value is nested too deeply"));
        }
        self.depth += 1;
        let value = self.value_inside(ty);
        self.depth -= 1;
        value
    }

    fn value_inside(&mut self, ty: &Type) -> Result<Value, DecodeError> {
        let marker = self.peek()?;
        if marker == Marker::Null {
            self.take(1)?;
            return Ok(Value::Null);
        }
        if let Some(unknown) = self.unknown(marker)? {
            return Ok(unknown);
        }
        match ty {
            Type::Bool => self.bool(),
            Type::Number => self.number().map(Value::Number),
            Type::String => self.text().map(|text| Value::String(text.to_owned())),
            Type::List(element) => self.list(element),
            Type::Set(element) => self.list(element).map(sort_set),
            Type::Map(element) => self.map(element),
            Type::Object(attributes) => self.object(attributes),
            Type::Tuple(types) => self.tuple(types),
            Type::Dynamic => self.dynamic(),
        }
    }

    fn peek(&self) -> Result<Marker, DecodeError> {
        self.rest.first().map(|byte| Marker::from_u8(*byte)).ok_or_else(incomplete)
    }

    fn take(&mut self, length: usize) -> Result<&'a [u8], DecodeError> {
        let (taken, rest) = self.rest.split_at_checked(length).ok_or_else(incomplete)?;
        self.rest = rest;
        Ok(taken)
    }

    fn bool(&mut self) -> Result<Value, DecodeError> {
        rmp::decode::read_bool(&mut self.rest).map(Value::Bool).map_err(|_| self.expected("true or false"))
    }

    fn number(&mut self) -> Result<Number, DecodeError> {
        match self.peek()? {
            Marker::F32 => {
                let float = rmp::decode::read_f32(&mut self.rest).map_err(|_| incomplete())?;
                Number::from_f64(f64::from(float))
            }
            Marker::F64 => {
                let float = rmp::decode::read_f64(&mut self.rest).map_err(|_| incomplete())?;
                Number::from_f64(float)
            }
            Marker::U64 => {
                let int = rmp::decode::read_u64(&mut self.rest).map_err(|_| incomplete())?;
                Number::parse(&int.to_string())
            }
            Marker::FixStr(_) | Marker::Str8 | Marker::Str16 | Marker::Str32 => Number::parse(self.text()?),
            _ => self.int().map(Number::from),
        }
    }

    fn int(&mut self) -> Result<i64, DecodeError> {
        rmp::decode::read_int(&mut self.rest).map_err(|_| self.expected("a number"))
    }

    fn text(&mut self) -> Result<&'a str, DecodeError> {
        let length = match self.peek()? {
            // Nearly all names of attributes are that short.
            Marker::FixStr(length) => {
                self.take(1)?;
                usize::from(length)
            }
            _ => rmp::decode::read_str_len(&mut self.rest).map_err(|_| self.expected("a text"))? as usize,
        };
        let bytes = self.take(length)?;
        std::str::from_utf8(bytes).map_err(|_| DecodeError::new("the text is not UTF-8"))
    }

    fn array_len(&mut self) -> Result<usize, DecodeError> {
        rmp::decode::read_array_len(&mut self.rest).map(|length| length as usize).map_err(|_| self.expected("a list"))
    }

    fn list(&mut self, element: &Type) -> Result<Value, DecodeError> {
        let length = self.array_len()?;
        // The length in the bytes may be wrong, so it must not reserve more memory than the bytes can fill.
        let mut items = Vec::with_capacity(length.min(self.rest.len()));
        for index in 0..length {
            items.push(self.value(element).map_err(|error| error.within(&index.to_string()))?);
        }
        Ok(Value::List(items))
    }

    fn tuple(&mut self, types: &[Type]) -> Result<Value, DecodeError> {
        let length = self.array_len()?;
        if length != types.len() {
            return Err(DecodeError::new(format!("there are {length} elements instead of {}", types.len())));
        }
        types
            .iter()
            .enumerate()
            .map(|(index, ty)| self.value(ty).map_err(|error| error.within(&index.to_string())))
            .collect::<Result<_, _>>()
            .map(Value::List)
    }

    fn map_len(&mut self) -> Result<usize, DecodeError> {
        rmp::decode::read_map_len(&mut self.rest).map(|length| length as usize).map_err(|_| self.expected("a map"))
    }

    fn map(&mut self, element: &Type) -> Result<Value, DecodeError> {
        let length = self.map_len()?;
        let mut items = Vec::with_capacity(length.min(self.rest.len()));
        for _ in 0..length {
            let key = self.text()?;
            items.push((Name::from(key), self.value(element).map_err(|error| error.within(key))?));
        }
        Ok(Value::Map(items.into_iter().collect()))
    }

    /// Missing attributes are null.
    fn object(&mut self, attributes: &Items<Type>) -> Result<Value, DecodeError> {
        let length = self.map_len()?;
        let mut items = Vec::with_capacity(attributes.len());
        // Terraform sends all attributes in this order, and then no search is necessary.
        let mut expected = attributes.iter();
        let mut in_order = length == attributes.len();
        for _ in 0..length {
            let key = self.text()?;
            let (name, ty) = match expected.next() {
                Some(next) if next.0.as_str() == key => next,
                _ => {
                    in_order = false;
                    let unknown = || DecodeError::new(format!("there is no attribute {key:?}"));
                    attributes.get_named(key).ok_or_else(unknown)?
                }
            };
            items.push((name.clone(), self.value(ty).map_err(|error| error.within(key))?));
        }
        if in_order {
            return Ok(Value::Map(Items::from_sorted(items)));
        }
        let mut items: Items = items.into_iter().collect();
        for name in attributes.keys() {
            if !items.contains_key(name) {
                items.insert(name.clone(), Value::Null);
            }
        }
        Ok(Value::Map(items))
    }

    fn dynamic(&mut self) -> Result<Value, DecodeError> {
        if self.array_len()? != 2 {
            return Err(DecodeError::new("a value of dynamic type must be a pair of type and value"));
        }
        let length = rmp::decode::read_bin_len(&mut self.rest).map_err(|_| self.expected("a type in bytes"))?;
        let ty = Type::from_bytes(self.take(length as usize)?).map_err(|error| DecodeError::new(error.to_string()))?;
        let value = self.value(&ty)?;
        Ok(Value::Dynamic(Box::new(ty), Box::new(value)))
    }

    fn unknown(&mut self, marker: Marker) -> Result<Option<Value>, DecodeError> {
        if !matches!(
            marker,
            Marker::FixExt1
                | Marker::FixExt2
                | Marker::FixExt4
                | Marker::FixExt8
                | Marker::FixExt16
                | Marker::Ext8
                | Marker::Ext16
                | Marker::Ext32
        ) {
            return Ok(None);
        }
        let meta = rmp::decode::read_ext_meta(&mut self.rest).map_err(|_| incomplete())?;
        let bytes = self.take(meta.size as usize)?;
        let refinements = match meta.typeid {
            REFINED_UNKNOWN => Reader { rest: bytes, depth: self.depth }.refinements()?,
            _ => Refinements::default(),
        };
        Ok(Some(Value::Unknown(Box::new(refinements))))
    }

    fn refinements(&mut self) -> Result<Refinements, DecodeError> {
        let mut known = Refinements::default();
        let length = rmp::decode::read_map_len(&mut self.rest).map_err(|_| self.expected("a map"))?;
        for _ in 0..length {
            match self.int()? {
                KEY_NULL => known.null = Some(rmp::decode::read_bool(&mut self.rest).map_err(|_| incomplete())?),
                KEY_PREFIX => known.prefix = Some(self.text()?.to_owned()),
                KEY_LOWER => known.lower = Some(self.bound()?),
                KEY_UPPER => known.upper = Some(self.bound()?),
                KEY_MIN_LENGTH => known.min_length = Some(self.int()?),
                KEY_MAX_LENGTH => known.max_length = Some(self.int()?),
                key => return Err(DecodeError::new(format!("unknown refinement {key} of an unknown value"))),
            }
        }
        Ok(known)
    }

    fn bound(&mut self) -> Result<Bound, DecodeError> {
        if self.array_len()? != 2 {
            return Err(DecodeError::new("a bound must be a pair of number and inclusiveness"));
        }
        let value = self.number()?;
        let inclusive = rmp::decode::read_bool(&mut self.rest).map_err(|_| incomplete())?;
        Ok(Bound { value, inclusive })
    }

    fn expected(&self, what: &str) -> DecodeError {
        DecodeError::new(format!("the bytes do not contain {what}"))
    }
}

fn incomplete() -> DecodeError {
    DecodeError::new("the bytes end too early")
}
