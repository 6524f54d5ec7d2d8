//! An app with the demo data that is shipped, so that a test reads like a story.

use std::collections::BTreeMap;

use demo::{Data, Loaded, Passwords, SHIPPED};
use service::Policies;
use storage::testing::TestDatabase;
use tokens::password::Hasher;
use types::{Day, OrganisationId, PersonId, Secret, WerkrelatieId};

use crate::TestApp;

/// What a test knows of the demo data: the keys of the file, passwords and secrets.
pub(crate) struct Demo {
    loaded: Loaded,
    passwords: BTreeMap<String, Secret>,
    secrets: BTreeMap<String, Secret>,
}

impl TestApp {
    /// Starts on 23 November 2026 with the demo data; its clients are registered, its persons sign in with their passwords.
    ///
    /// # Panics
    /// When it does not start.
    #[expect(clippy::unwrap_used, reason = "a test without its data has failed")]
    pub async fn demo(database: TestDatabase) -> Self {
        let data = demo::parse(SHIPPED, Day::new(2026, 11, 23).unwrap()).unwrap();
        Self::with(database, Some(data), http::Limits::default()).await
    }

    /// A person of the demo data, by key.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    #[expect(clippy::unwrap_used, reason = "a test without its person has failed")]
    pub fn person(&self, key: &str) -> PersonId {
        *self.demo.as_ref().unwrap().loaded.persons.get(key).unwrap()
    }

    /// An organisation of the demo data, by key.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    #[expect(clippy::unwrap_used, reason = "a test without its organisation has failed")]
    pub fn organisation(&self, key: &str) -> OrganisationId {
        *self.demo.as_ref().unwrap().loaded.organisations.get(key).unwrap()
    }

    /// The password of a user name of the demo data.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    #[expect(clippy::unwrap_used, reason = "a test without its password has failed")]
    pub fn password(&self, username: &str) -> &str {
        self.demo.as_ref().unwrap().passwords.get(username).unwrap().expose()
    }

    /// The secret of a client of the demo data; none for a public one.
    #[must_use]
    pub fn secret(&self, client: &str) -> Option<&str> {
        self.demo.as_ref()?.secrets.get(client).map(Secret::expose)
    }

    /// A werkrelatie of the demo data, by key.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    #[expect(clippy::unwrap_used, reason = "a test without its werkrelatie has failed")]
    pub fn werkrelatie(&self, key: &str) -> WerkrelatieId {
        *self.demo.as_ref().unwrap().loaded.werkrelaties.get(key).unwrap()
    }
}

impl Demo {
    #[expect(clippy::unwrap_used, reason = "a test without its data has failed")]
    pub(crate) async fn load(app: &TestApp, data: Data) -> Self {
        let cx = app.outside.fresh_context();
        let hashed = Passwords::of(&data, &Hasher::new(1), &cx).unwrap();
        let passwords = data.accounts.iter().map(|one| (one.value.username.to_string(), one.value.password.clone())).collect();
        let secret = |one: &demo::ClientEntry| Some((one.client.client_id.to_string(), one.secret.clone()?));
        let secrets = data.clients.iter().filter_map(|one| secret(&one.value)).collect();
        let work = move |tx: &mut storage::WriteTx<'_>| demo::load(tx, &data, &Policies::default(), &hashed);
        let loaded = app.store.write(cx, work).await.unwrap();
        Self { loaded, passwords, secrets }
    }
}
