//! What is an object in the document is an object in the body: serde would also read a structure from a list of its members, in their order.

use serde::de::value::{MapAccessDeserializer, MapDeserializer, SeqDeserializer};
use serde::de::{Deserializer, Error as _, IntoDeserializer, Unexpected, Visitor};
use serde::forward_to_deserialize_any;
use serde_json::{Error, Map, Value};

/// JSON that is read as `serde_json` reads it, but for that.
#[derive(Clone, Copy)]
pub(super) struct Strict<'v>(pub(super) &'v Value);

fn members<'v>(object: &'v Map<String, Value>) -> MapDeserializer<'v, impl Iterator<Item = (&'v str, Strict<'v>)>, Error> {
    MapDeserializer::new(object.iter().map(|(name, value)| (name.as_str(), Strict(value))))
}

impl<'v> IntoDeserializer<'v, Error> for Strict<'v> {
    type Deserializer = Self;

    fn into_deserializer(self) -> Self {
        self
    }
}

impl<'de> Deserializer<'de> for Strict<'de> {
    type Error = Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        match self.0 {
            Value::Array(items) => {
                let mut items = SeqDeserializer::new(items.iter().map(Strict));
                let value = visitor.visit_seq(&mut items)?;
                items.end().map(|()| value)
            }
            Value::Object(object) => visitor.visit_map(members(object)),
            plain => plain.deserialize_any(visitor),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        if self.0.is_object() {
            return self.deserialize_any(visitor);
        }
        Err(Error::invalid_type(Unexpected::Other("something else"), &"an object"))
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Error> {
        match self.0 {
            Value::Object(object) if object.len() == 1 => visitor.visit_enum(MapAccessDeserializer::new(members(object))),
            Value::Object(_) => Err(Error::invalid_value(Unexpected::Map, &"an object with one member")),
            plain => plain.deserialize_enum(name, variants, visitor),
        }
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Error> {
        if self.0.is_null() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Error> {
        visitor.visit_newtype_struct(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple tuple_struct map
        identifier ignored_any
    }
}

#[cfg(test)]
mod tests {
    use serde::Deserialize;
    use serde_json::json;

    use super::*;

    #[derive(Debug, PartialEq, Eq, Deserialize)]
    #[serde(rename_all = "camelCase")]
    enum Who {
        Person(u8),
        Nobody,
    }

    #[derive(Debug, PartialEq, Eq, Deserialize)]
    struct Asked {
        name: String,
        who: Who,
        within: Option<Box<Asked>>,
        #[serde(default)]
        numbers: Vec<u8>,
    }

    fn read(value: &Value) -> Result<Asked, String> {
        Asked::deserialize(Strict(value)).map_err(|error| error.to_string())
    }

    #[test]
    fn an_object_is_read_as_ever() {
        let value = json!({ "name": "a", "who": { "person": 3 }, "within": { "name": "b", "who": "nobody", "within": null }, "numbers": [1] });
        assert_eq!(read(&value), serde_json::from_value(value).map_err(|error| error.to_string()));
        assert!(read(&json!({ "name": 1, "who": "nobody" })).is_err());
        assert!(read(&json!({ "name": "a", "who": "somebody" })).is_err());
    }

    #[test]
    fn a_list_is_no_object() {
        let list = json!(["a", "nobody", null, []]);
        assert!(serde_json::from_value::<Asked>(list.clone()).is_ok(), "serde reads it");
        assert_eq!(read(&list).unwrap_err(), "invalid type: something else, expected an object");
        assert!(read(&json!({ "name": "a", "who": "nobody", "within": list })).is_err());
        assert!(read(&json!({ "name": "a", "who": { "person": 1, "nobody": null } })).is_err());
    }
}
