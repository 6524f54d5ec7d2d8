//! The login page.

super::words! {
    login_heading { nl: "Aanmelden", en: "Sign in", fr: "Se connecter", de: "Anmelden" }
    login_for {
        nl: "Je meldt je aan voor",
        en: "You are signing in to",
        fr: "Vous vous connectez à",
        de: "Sie melden sich an für",
    }
    login_username { nl: "Gebruikersnaam", en: "User name", fr: "Nom d’utilisateur", de: "Benutzername" }
    login_password { nl: "Wachtwoord", en: "Password", fr: "Mot de passe", de: "Passwort" }
}
