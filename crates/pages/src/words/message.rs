//! What went wrong with a form.

super::words! {
    message_credentials {
        nl: "De gebruikersnaam of het wachtwoord klopt niet.",
        en: "The user name or the password is not right.",
        fr: "Le nom d’utilisateur ou le mot de passe est incorrect.",
        de: "Der Benutzername oder das Passwort stimmt nicht.",
    }
    message_too_many {
        nl: "Er waren te veel pogingen. Probeer het over {} opnieuw.",
        en: "There were too many attempts. Try again in {}.",
        fr: "Il y a eu trop de tentatives. Réessayez dans {}.",
        de: "Es gab zu viele Versuche. Versuchen Sie es in {} noch einmal.",
    }
    message_second { nl: "1 seconde", en: "1 second", fr: "1 seconde", de: "1 Sekunde" }
    message_seconds { nl: "{} seconden", en: "{} seconds", fr: "{} secondes", de: "{} Sekunden" }
    message_minutes { nl: "{} minuten", en: "{} minutes", fr: "{} minutes", de: "{} Minuten" }
    message_other_person {
        nl: "Je bent aangemeld als iemand anders dan de toepassing verwacht. Meld je aan als die persoon.",
        en: "You are signed in as somebody else than the application expects. Sign in as that person.",
        fr: "Vous êtes connecté comme une autre personne que celle que l’application attend. Connectez-vous comme cette personne.",
        de: "Sie sind als jemand anderes angemeldet, als die Anwendung erwartet. Melden Sie sich als diese Person an.",
    }
    message_code {
        nl: "De code klopt niet of werd al gebruikt. Wacht op de volgende en probeer die.",
        en: "The code is not right, or was used. Wait for the next one and try that.",
        fr: "Le code est incorrect ou a déjà été utilisé. Attendez le suivant et essayez-le.",
        de: "Der Code stimmt nicht oder wurde schon verwendet. Warten Sie auf den nächsten und versuchen Sie den.",
    }
    message_stale {
        nl: "De pagina stond te lang open. Probeer het opnieuw.",
        en: "The page was open too long. Try again.",
        fr: "La page est restée ouverte trop longtemps. Réessayez.",
        de: "Die Seite war zu lange offen. Versuchen Sie es noch einmal.",
    }
    message_choice {
        nl: "Maak een keuze uit de lijst.",
        en: "Choose one of the list.",
        fr: "Faites un choix dans la liste.",
        de: "Wählen Sie etwas aus der Liste.",
    }
    message_too_short {
        nl: "Het nieuwe wachtwoord heeft minstens {} tekens nodig.",
        en: "The new password needs at least {} characters.",
        fr: "Le nouveau mot de passe doit compter au moins {} caractères.",
        de: "Das neue Passwort braucht mindestens {} Zeichen.",
    }
    message_too_long {
        nl: "Het nieuwe wachtwoord heeft hoogstens {} tekens.",
        en: "The new password has at most {} characters.",
        fr: "Le nouveau mot de passe compte au plus {} caractères.",
        de: "Das neue Passwort hat höchstens {} Zeichen.",
    }
    message_too_common {
        nl: "Dit wachtwoord is te gemakkelijk te raden. Kies een ander.",
        en: "This password is too easy to guess. Choose another one.",
        fr: "Ce mot de passe est trop facile à deviner. Choisissez-en un autre.",
        de: "Dieses Passwort ist zu leicht zu erraten. Wählen Sie ein anderes.",
    }
    message_not_repeated {
        nl: "De twee nieuwe wachtwoorden zijn niet gelijk.",
        en: "The two new passwords are not the same.",
        fr: "Les deux nouveaux mots de passe ne sont pas identiques.",
        de: "Die beiden neuen Passwörter sind nicht gleich.",
    }
    message_unchanged {
        nl: "Kies een ander wachtwoord dan het huidige.",
        en: "Choose another password than the current one.",
        fr: "Choisissez un autre mot de passe que l’actuel.",
        de: "Wählen Sie ein anderes Passwort als das aktuelle.",
    }
    message_current_password {
        nl: "Het huidige wachtwoord klopt niet.",
        en: "The current password is not right.",
        fr: "Le mot de passe actuel est incorrect.",
        de: "Das aktuelle Passwort stimmt nicht.",
    }
}
