//! The one schema of both databases, in the types of [`crate::sql_types`]. `migrations/{sqlite,postgresql}` create what stands here.

diesel::table! {
    /// One row: the last committed revision, and on PostgreSQL the lock that makes writers take turns.
    revision (id) {
        /// Always 1.
        id -> Integer,
        /// The last committed revision.
        value -> BigInt,
    }
}

diesel::table! {
    /// What the database knows about itself.
    settings (key) {
        /// Name of the setting.
        key -> Text,
        /// Its value.
        value -> Text,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    /// Persons.
    persons (id) {
        id -> Identifier,
        family -> Text,
        given -> Nullable<Text>,
        sort_name -> Text,
        birth -> Text,
        sex -> Nullable<Text>,
        status -> Document,
        own -> Document,
        admission -> Text,
        number_taken -> Bool,
        reloaded -> Moment,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    /// Present and former numbers, sealed.
    person_numbers (insz_index) {
        insz_index -> Binary,
        insz_sealed -> Binary,
        person_id -> Identifier,
        is_current -> Bool,
        recorded_at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    /// Organisations.
    organisations (id) {
        id -> Identifier,
        kbo -> Text,
        ovo -> Nullable<Text>,
        instellingsnummer -> Nullable<Text>,
        name -> Text,
        sort_name -> Text,
        doelgroepen -> Text,
        classification -> Text,
        parent -> Nullable<Identifier>,
        nis -> Nullable<Text>,
        begin_day -> CalendarDay,
        end_day -> CalendarDay,
        rights_held_on -> Nullable<Identifier>,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    /// Werkrelaties, every version.
    werkrelaties (person_id, id, version) {
        person_id -> Identifier,
        id -> Identifier,
        version -> BigInt,
        recorded_from -> Moment,
        recorded_to -> Moment,
        organisation_id -> Identifier,
        doelgroep -> Text,
        category -> Text,
        begin_day -> CalendarDay,
        end_day -> CalendarDay,
        contact -> Document,
        pauses -> Document,
        removed -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    /// Applications.
    applications (code) {
        code -> Text,
        owner_id -> Identifier,
        definition -> Document,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    /// Gebruikersrechten.
    gebruikersrechten (code) {
        code -> Text,
        application -> Text,
        definition -> Document,
        version -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    /// Toekenningen, every version.
    toekenningen (person_id, id, version) {
        person_id -> Identifier,
        id -> Identifier,
        version -> BigInt,
        recorded_from -> Moment,
        recorded_to -> Moment,
        werkrelatie_id -> Identifier,
        organisation_id -> Identifier,
        application -> Text,
        right_code -> Text,
        contexts -> Text,
        begin_day -> CalendarDay,
        end_day -> CalendarDay,
        reason -> Text,
        granted_by -> Text,
        revocation -> Nullable<Document>,
        ends_at -> Moment,
        cut_short -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    /// Mandates, every version.
    mandates (holder, id, version) {
        holder -> Text,
        id -> Identifier,
        version -> BigInt,
        recorded_from -> Moment,
        recorded_to -> Moment,
        organisation_id -> Nullable<Identifier>,
        application -> Nullable<Text>,
        mandate -> Document,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    /// What happened.
    events (revision) {
        revision -> BigInt,
        at -> Moment,
        actor -> Text,
        action -> Text,
        person_id -> Nullable<Identifier>,
        organisation_id -> Nullable<Identifier>,
        werkrelatie_id -> Nullable<Identifier>,
        toekenning_id -> Nullable<Identifier>,
        mandate_id -> Nullable<Identifier>,
        application -> Nullable<Text>,
        event -> Document,
        right_code -> Nullable<Text>,
        client_id -> Nullable<Text>,
    }
}

diesel::allow_tables_to_appear_in_same_query!(persons, person_numbers, werkrelaties, toekenningen, organisations);

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    /// Accounts with a password.
    accounts (person_id) {
        person_id -> Identifier,
        username -> Text,
        password -> Text,
        must_change -> Bool,
        changed_at -> Moment,
        disabled -> Bool,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    /// Signed-in browsers.
    sessions (cookie_hash) {
        cookie_hash -> Binary,
        id -> Identifier,
        person_id -> Identifier,
        auth_time -> Moment,
        expires_at -> Moment,
        last_used -> Moment,
        proofs -> Document,
        organisation_id -> Nullable<Identifier>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    /// Clients that take part in sessions.
    session_clients (session_id, client_id) {
        session_id -> Identifier,
        client_id -> Text,
        person_id -> Identifier,
        due_at -> Nullable<Moment>,
        tries -> BigInt,
        expires_at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    /// Signing keys.
    signing_keys (kid) {
        kid -> Text,
        algorithm -> Text,
        sealed -> Binary,
        created -> Moment,
        signs_from -> Moment,
        retires_at -> Nullable<Moment>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    /// Answers that may be asked again.
    idempotency (key_hash) {
        key_hash -> Binary,
        request_hash -> Binary,
        answer -> Document,
        created_at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    /// OAuth clients.
    clients (client_id) {
        client_id -> Text,
        application -> Nullable<Text>,
        definition -> Document,
        secret_hash -> Nullable<Binary>,
        version -> BigInt,
        former_secret_hash -> Nullable<Binary>,
        former_secret_until -> Nullable<Moment>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    /// Authorization codes.
    codes (code_hash) {
        code_hash -> Binary,
        grant -> Document,
        expires_at -> Moment,
        redeemed_as -> Nullable<Text>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    /// Authorization requests that clients pushed or signed.
    authorization_requests (reference_hash) {
        reference_hash -> Binary,
        request -> Document,
        expires_at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    /// Devices that wait for their person.
    device_codes (device_hash) {
        device_hash -> Binary,
        user_hash -> Binary,
        grant -> Document,
        expires_at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    /// Access tokens that are worth nothing any more.
    revoked_tokens (jti) {
        jti -> Text,
        expires_at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    /// Assertions of clients that were accepted.
    used_assertions (digest) {
        digest -> Binary,
        expires_at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    /// Passkeys of persons.
    passkeys (credential_id) {
        credential_id -> Binary,
        person_id -> Identifier,
        name -> Text,
        passkey -> Text,
        created_at -> Moment,
        used_at -> Nullable<Moment>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    /// People who are away at another provider.
    upstream_sign_ins (state_hash) {
        state_hash -> Binary,
        pending -> Document,
        expires_at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    /// What persons gave clients, for as long as it may be refreshed.
    refresh_families (id) {
        id -> Identifier,
        person_id -> Identifier,
        session_id -> Identifier,
        grant -> Document,
        expires_at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    /// Refresh tokens.
    refresh_tokens (token_hash) {
        token_hash -> Binary,
        family_id -> Identifier,
        used_at -> Nullable<Moment>,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    /// To what persons agreed.
    consents (person_id, client_id) {
        person_id -> Identifier,
        client_id -> Text,
        scopes -> Text,
        given_at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    /// Second factors of persons.
    second_factors (person_id) {
        person_id -> Identifier,
        sealed -> Binary,
        enrolled_at -> Moment,
        last_step -> BigInt,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    /// Recovery codes of persons.
    recovery_codes (code_hash) {
        code_hash -> Binary,
        person_id -> Identifier,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    /// Where persons who forgot their password are reached.
    recovery_addresses (person_id) {
        person_id -> Identifier,
        address -> Text,
        since -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    /// Codes that were mailed.
    mailed_codes (code_hash) {
        code_hash -> Binary,
        mail_id -> Identifier,
        person_id -> Identifier,
        recipient -> Binary,
        purpose -> Document,
        made_at -> Moment,
        expires_at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    /// Mails that are to be sent.
    mails (id) {
        id -> Identifier,
        errand -> Document,
        language -> Text,
        due_at -> Moment,
        tries -> BigInt,
        expires_at -> Moment,
    }
}

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    /// Who persons are at other providers.
    upstream_links (subject_hash) {
        subject_hash -> Binary,
        person_id -> Identifier,
        provider -> Text,
        linked_at -> Moment,
        used_at -> Nullable<Moment>,
    }
}

diesel::joinable!(refresh_tokens -> refresh_families (family_id));
diesel::allow_tables_to_appear_in_same_query!(refresh_tokens, refresh_families);

diesel::table! {
    use diesel::sql_types::*;
    use crate::sql_types::*;

    /// Attempts that were refused.
    refused_attempts (number) {
        number -> BigInt,
        at -> Moment,
        actor -> Nullable<Text>,
        organisation_id -> Nullable<Identifier>,
        refused -> Document,
    }
}
