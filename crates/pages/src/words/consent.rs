//! Agreeing to what an application gets, and withdrawing that.

super::words! {
    consent_heading { nl: "Ga je akkoord?", en: "Do you agree?", fr: "Êtes-vous d’accord ?", de: "Sind Sie einverstanden?" }
    consent_application {
        nl: "Je gaat verder naar",
        en: "You are going on to",
        fr: "Vous continuez vers",
        de: "Sie gehen weiter zu",
    }
    consent_for { nl: "voor", en: "for", fr: "pour", de: "für" }
    consent_gets {
        nl: "De toepassing krijgt dan:",
        en: "The application then gets:",
        fr: "L’application obtient alors :",
        de: "Die Anwendung erhält dann:",
    }
    consent_later {
        nl: "Ga je akkoord, dan kun je dat later weer intrekken, op de eerste pagina van Poort. Weiger je, dan kom je zonder aan te melden weer in de toepassing.",
        en: "If you agree, you can withdraw that later, on the first page of Poort. If you refuse, you get back to the application without being signed in.",
        fr: "Si vous êtes d’accord, vous pourrez retirer votre accord plus tard, sur la première page de Poort. Si vous refusez, vous revenez à l’application sans être connecté.",
        de: "Wenn Sie einverstanden sind, können Sie das später auf der ersten Seite von Poort widerrufen. Wenn Sie ablehnen, kommen Sie ohne Anmeldung zur Anwendung zurück.",
    }
    consent_agree { nl: "Akkoord", en: "Agree", fr: "D’accord", de: "Einverstanden" }
    consent_refuse { nl: "Niet akkoord", en: "Do not agree", fr: "Pas d’accord", de: "Nicht einverstanden" }
    consents_heading {
        nl: "Waarmee je akkoord ging",
        en: "What you agreed to",
        fr: "Ce que vous avez accepté",
        de: "Womit Sie einverstanden waren",
    }
    consents_explanation {
        nl: "Trek je iets in, dan krijgt de toepassing niets nieuws meer over jou tot je weer akkoord gaat.",
        en: "If you withdraw something, the application gets nothing further about you until you agree again.",
        fr: "Si vous retirez un accord, l’application n’obtient plus rien de nouveau à votre sujet jusqu’à ce que vous acceptiez à nouveau.",
        de: "Wenn Sie etwas widerrufen, erhält die Anwendung nichts Neues mehr über Sie, bis Sie wieder zustimmen.",
    }
    consents_none {
        nl: "Je ging nog nergens mee akkoord: geen toepassing vroeg het je.",
        en: "You did not agree to anything yet: no application asked you.",
        fr: "Vous n’avez encore rien accepté : aucune application ne vous l’a demandé.",
        de: "Sie haben noch nichts zugestimmt: Keine Anwendung hat Sie gefragt.",
    }
    consents_since { nl: "Akkoord op", en: "Agreed on", fr: "Accepté le", de: "Zugestimmt am" }
    consents_withdraw { nl: "Intrekken", en: "Withdraw", fr: "Retirer", de: "Widerrufen" }
}
