//! Signing out.

super::words! {
    sign_out_heading {
        nl: "Wil je je afmelden?",
        en: "Do you want to sign out?",
        fr: "Voulez-vous vous déconnecter ?",
        de: "Möchten Sie sich abmelden?",
    }
    sign_out_explanation {
        nl: "Je sessie bij Poort eindigt dan voor alle toepassingen.",
        en: "Your session at Poort then ends for all applications.",
        fr: "Votre session auprès de Poort se termine alors pour toutes les applications.",
        de: "Ihre Sitzung bei Poort endet dann für alle Anwendungen.",
    }
    signed_out_title { nl: "Afgemeld", en: "Signed out", fr: "Déconnecté", de: "Abgemeldet" }
    signed_out_heading {
        nl: "Je bent afgemeld",
        en: "You are signed out",
        fr: "Vous êtes déconnecté",
        de: "Sie sind abgemeldet",
    }
    signed_out_explanation {
        nl: "Je sessie bij Poort is beëindigd. Sluit op een gedeelde computer ook je browser.",
        en: "Your session at Poort has ended. On a shared computer, close your browser too.",
        fr: "Votre session auprès de Poort est terminée. Sur un ordinateur partagé, fermez aussi votre navigateur.",
        de: "Ihre Sitzung bei Poort ist beendet. Schließen Sie auf einem gemeinsamen Computer auch Ihren Browser.",
    }
    signed_out_back {
        nl: "Terug naar de toepassing",
        en: "Back to the application",
        fr: "Retour à l’application",
        de: "Zurück zur Anwendung",
    }
}
