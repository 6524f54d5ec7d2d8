use serde::{Deserialize, Serialize};
use types::{ApplicationCode, ClaimName, EmailAddress, Name, OrganisationId, Period, ScopeName, Text};

use crate::Publication;

/// A toepassing: a portal that consumes tokens.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Application {
    /// Names it in URLs; never changes.
    pub code: ApplicationCode,
    /// For people.
    pub name: Name,
    /// What it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub description: Option<Text>,
    /// The department or company that owns it.
    pub owner: OrganisationId,
    /// Mailboxes that are told of every change.
    #[serde(default)]
    pub notify: Vec<EmailAddress>,
    /// For whom its rights can be granted.
    #[serde(default)]
    pub publication: Publication,
    /// The stem of the role claims: `<claim>_rol_3d`, `<claim>_rol_2d`.
    pub claim: ClaimName,
    /// The scope that brings the role claims.
    pub scope: ScopeName,
    /// The full name of the three-part role claim where it is irregular (`iv_wegwijs_rol_3D`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim_3d: Option<ClaimName>,
    /// The full name of the two-part role claim where it is irregular.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub claim_2d: Option<ClaimName>,
    /// From its start to its last day.
    pub period: Period,
    /// Counts the changes; the `ETag` of the REST API.
    pub version: i64,
}

impl Application {
    /// The full names of the three-part and of the two-part role claim.
    #[must_use]
    pub fn role_claims(&self) -> [String; 2] {
        let name = |irregular: &Option<ClaimName>, suffix: &str| {
            irregular.as_ref().map_or_else(|| format!("{}{suffix}", self.claim), ToString::to_string)
        };
        [name(&self.claim_3d, "_rol_3d"), name(&self.claim_2d, "_rol_2d")]
    }
}
