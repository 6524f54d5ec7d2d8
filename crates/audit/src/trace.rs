//! A trace id as its 32 hexadecimal digits.

use std::borrow::Cow;

use serde::{Deserialize, Deserializer, Serializer, de};
use types::TraceId;

pub(crate) fn serialize<S: Serializer>(trace: &TraceId, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(trace)
}

pub(crate) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<TraceId, D::Error> {
    let text = Cow::<str>::deserialize(deserializer)?;
    TraceId::parse(&text).ok_or_else(|| de::Error::custom("32 hexadecimal digits expected"))
}
