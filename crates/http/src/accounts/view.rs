use serde::{Deserialize, Serialize};
use storage::accounts::Account;
use types::{Instant, PersonId, Reason, Secret, Username};
use utoipa::ToSchema;

use crate::schema;

/// An account to be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct NewAccount {
    /// Unique; upper and lower case do not differ.
    #[schema(value_type = schema::Username)]
    pub(crate) username: Username,
}

/// Nothing needs to be said.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = PasswordReset)]
pub(crate) struct Reset {}

/// Why an account is switched off.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = AccountDisablement)]
pub(crate) struct Disablement {
    /// Why.
    #[schema(value_type = schema::Reason)]
    pub(crate) reason: Reason,
}

/// Why a person is signed out.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(as = SignOutOfPerson)]
pub(crate) struct SignOut {
    /// Why.
    #[schema(value_type = schema::Reason)]
    pub(crate) reason: Reason,
}

/// What was ended.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = SignedOutPerson)]
pub(crate) struct SignedOut {
    /// How many sign-ins.
    #[schema(minimum = 0, maximum = 1000000, example = 2)]
    pub(crate) sessions: usize,
}

/// How a person signs in.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[schema(as = Account)]
pub(crate) struct AccountView {
    /// Whose.
    #[schema(value_type = schema::Uuid)]
    person: PersonId,
    /// By which name.
    #[schema(value_type = schema::Username)]
    username: String,
    /// The password was given by somebody else and must be changed at the next sign-in.
    must_change: bool,
    /// When the password was set.
    #[schema(value_type = schema::Moment)]
    changed_at: Instant,
    /// Switched off: it signs nobody in.
    disabled: bool,
}

/// An account with a temporary password, told this once.
#[derive(Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub(crate) struct TemporaryAccount {
    #[serde(flatten)]
    account: AccountView,
    /// To be handed to its owner, who changes it at the next sign-in.
    #[schema(value_type = schema::TemporaryPassword)]
    temporary_password: String,
}

impl TemporaryAccount {
    pub(crate) fn new(account: Account, password: &Secret) -> Self {
        Self { account: account.into(), temporary_password: password.expose().to_owned() }
    }
}

impl From<Account> for AccountView {
    fn from(account: Account) -> Self {
        let Account { person, username, password: _, must_change, changed_at, disabled } = account;
        Self { person, username, must_change, changed_at, disabled }
    }
}
