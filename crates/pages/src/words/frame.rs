//! What all pages have, the first page, and the page that sends itself.

super::words! {
    frame_skip { nl: "Naar de inhoud", en: "Skip to the content", fr: "Aller au contenu", de: "Zum Inhalt" }
    frame_foot {
        nl: "Poort - toegangs- en gebruikersbeheer",
        en: "Poort - access and user management",
        fr: "Poort - gestion des accès et des utilisateurs",
        de: "Poort - Zugangs- und Benutzerverwaltung",
    }
    frame_error { nl: "Fout:", en: "Error:", fr: "Erreur :", de: "Fehler:" }
    frame_signed_in_as { nl: "Aangemeld als", en: "Signed in as", fr: "Connecté en tant que", de: "Angemeldet als" }
    frame_go_on { nl: "Verder", en: "Continue", fr: "Continuer", de: "Weiter" }
    frame_sign_out { nl: "Afmelden", en: "Sign out", fr: "Se déconnecter", de: "Abmelden" }
    index_title { nl: "Welkom", en: "Welcome", fr: "Bienvenue", de: "Willkommen" }
    index_explanation {
        nl: "Hier meld je je aan voor de toepassingen van je organisatie. Begin in de toepassing zelf: die stuurt je hierheen.",
        en: "This is where you sign in to the applications of your organisation. Start in the application itself: it sends you here.",
        fr: "C’est ici que vous vous connectez aux applications de votre organisation. Commencez dans l’application même : elle vous envoie ici.",
        de: "Hier melden Sie sich für die Anwendungen Ihrer Organisation an. Beginnen Sie in der Anwendung selbst: Sie schickt Sie hierher.",
    }
    index_developers { nl: "Voor ontwikkelaars", en: "For developers", fr: "Pour les développeurs", de: "Für Entwickler" }
    index_docs { nl: "Documentatie van de API", en: "Documentation of the API", fr: "Documentation de l’API", de: "Dokumentation der API" }
    form_post_heading {
        nl: "Je gaat verder naar de toepassing",
        en: "You are going on to the application",
        fr: "Vous continuez vers l’application",
        de: "Sie gehen weiter zur Anwendung",
    }
    form_post_title {
        nl: "Verder naar de toepassing",
        en: "On to the application",
        fr: "Vers l’application",
        de: "Weiter zur Anwendung",
    }
}
