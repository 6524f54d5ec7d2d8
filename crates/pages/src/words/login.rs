//! The login page.

super::words! {
    login_heading { nl: "Aanmelden", en: "Sign in", fr: "Se connecter", de: "Anmelden" }
    login_for {
        nl: "Je meldt je aan voor",
        en: "You are signing in to",
        fr: "Vous vous connectez à",
        de: "Sie melden sich an für",
    }
    login_card {
        nl: "Aanmelden met je eID-kaart",
        en: "Sign in with your eID card",
        fr: "Se connecter avec votre carte eID",
        de: "Anmelden mit Ihrer eID-Karte",
    }
    message_card {
        nl: "Aanmelden met je kaart is niet gelukt. Steek ze in de lezer, kies je certificaat voor authenticatie en probeer het opnieuw. Lukt het niet, vraag dan hulp aan de lokale beheerder van je organisatie.",
        en: "Signing in with your card did not work. Put it in the reader, choose your certificate for authentication and try again. If that fails, ask the local administrator of your organisation for help.",
        fr: "La connexion avec votre carte n’a pas réussi. Insérez-la dans le lecteur, choisissez votre certificat d’authentification et réessayez. En cas d’échec, demandez de l’aide à l’administrateur local de votre organisation.",
        de: "Die Anmeldung mit Ihrer Karte ist nicht gelungen. Stecken Sie sie in das Lesegerät, wählen Sie Ihr Zertifikat zur Authentifizierung und versuchen Sie es noch einmal. Gelingt es nicht, bitten Sie den lokalen Verwalter Ihrer Organisation um Hilfe.",
    }
    login_username { nl: "Gebruikersnaam", en: "User name", fr: "Nom d’utilisateur", de: "Benutzername" }
    login_password { nl: "Wachtwoord", en: "Password", fr: "Mot de passe", de: "Passwort" }
}
