//! How a JSON merge patch of a resource looks: every member optional, without those that name it.

use utoipa::PartialSchema;
use utoipa::openapi::{RefOr, Schema};

/// Documents a change of a resource: left out stays, `null` is taken away.
macro_rules! patch_of {
    ($name:ident, $of:ty, $document:ty) => {
        #[doc = concat!("A change of a [`", stringify!($of), "`]: documentation only.")]
        pub(crate) enum $name {}

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::Schema> {
                $crate::patch::schema::<$of>(<$document as $crate::request::document::Document>::FIXED)
            }
        }

        impl utoipa::ToSchema for $name {
            fn name() -> std::borrow::Cow<'static, str> {
                stringify!($name).into()
            }

            fn schemas(schemas: &mut Vec<(String, utoipa::openapi::RefOr<utoipa::openapi::Schema>)>) {
                <$of as utoipa::ToSchema>::schemas(schemas);
            }
        }
    };
}
pub(crate) use patch_of;

/// The schema of a change of `T`, without the members that name it.
pub(crate) fn schema<T: PartialSchema>(naming: &[&str]) -> RefOr<Schema> {
    let mut schema = T::schema();
    if let RefOr::T(Schema::Object(object)) = &mut schema {
        object.properties.retain(|name, _| !naming.contains(&name.as_str()));
        object.required.clear();
        object.description = Some("A change (RFC 7396): what is left out stays, null is taken away.".to_owned());
    }
    schema
}
