//! A new password.

super::words! {
    password_heading {
        nl: "Kies een nieuw wachtwoord",
        en: "Choose a new password",
        fr: "Choisissez un nouveau mot de passe",
        de: "Wählen Sie ein neues Passwort",
    }
    password_first {
        nl: "Je meldt je voor het eerst aan. Kies een wachtwoord dat alleen jij kent.",
        en: "You are signing in for the first time. Choose a password that only you know.",
        fr: "Vous vous connectez pour la première fois. Choisissez un mot de passe que vous seul connaissez.",
        de: "Sie melden sich zum ersten Mal an. Wählen Sie ein Passwort, das nur Sie kennen.",
    }
    password_current { nl: "Huidig wachtwoord", en: "Current password", fr: "Mot de passe actuel", de: "Aktuelles Passwort" }
    password_new { nl: "Nieuw wachtwoord", en: "New password", fr: "Nouveau mot de passe", de: "Neues Passwort" }
    password_rule {
        nl: "Minstens {} tekens. Een zin van enkele woorden is sterk en goed te onthouden.",
        en: "At least {} characters. A sentence of a few words is strong and easy to remember.",
        fr: "Au moins {} caractères. Une phrase de quelques mots est sûre et facile à retenir.",
        de: "Mindestens {} Zeichen. Ein Satz aus einigen Wörtern ist stark und leicht zu merken.",
    }
    password_repeat {
        nl: "Nieuw wachtwoord, nog eens",
        en: "New password, once more",
        fr: "Nouveau mot de passe, encore une fois",
        de: "Neues Passwort, noch einmal",
    }
    password_change { nl: "Wachtwoord wijzigen", en: "Change the password", fr: "Modifier le mot de passe", de: "Passwort ändern" }
}
