//! Where somebody is signed in.

super::words! {
    sessions_heading {
        nl: "Waar je aangemeld bent",
        en: "Where you are signed in",
        fr: "Où vous êtes connecté",
        de: "Wo Sie angemeldet sind",
    }
    sessions_unknown {
        nl: "Herken je iets niet? Meld het dan af en kies een ander wachtwoord.",
        en: "Is there something that you do not recognise? Sign it out, and choose another password.",
        fr: "Vous ne reconnaissez pas quelque chose ? Déconnectez-le et choisissez un autre mot de passe.",
        de: "Erkennen Sie etwas nicht wieder? Melden Sie es ab und wählen Sie ein anderes Passwort.",
    }
    sessions_here { nl: "Deze browser", en: "This browser", fr: "Ce navigateur", de: "Dieser Browser" }
    sessions_elsewhere { nl: "Een andere browser", en: "Another browser", fr: "Un autre navigateur", de: "Ein anderer Browser" }
    sessions_applications {
        nl: "Alleen toepassingen",
        en: "Applications only",
        fr: "Applications uniquement",
        de: "Nur Anwendungen",
    }
    sessions_since { nl: "Aangemeld op", en: "Signed in on", fr: "Connecté depuis", de: "Angemeldet seit" }
    sessions_used { nl: "Laatst gebruikt op", en: "Last used on", fr: "Dernière utilisation le", de: "Zuletzt benutzt am" }
    sessions_until {
        nl: "Eindigt vanzelf op",
        en: "Ends by itself on",
        fr: "Se termine de lui-même le",
        de: "Endet von selbst am",
    }
    sessions_go_on {
        nl: "Werken verder zonder jou:",
        en: "Go on without you:",
        fr: "Continuent sans vous :",
        de: "Laufen ohne Sie weiter:",
    }
    sessions_end_others {
        nl: "Overal elders afmelden",
        en: "Sign out everywhere else",
        fr: "Se déconnecter partout ailleurs",
        de: "Überall sonst abmelden",
    }
    sessions_back { nl: "Terug", en: "Back", fr: "Retour", de: "Zurück" }
}
