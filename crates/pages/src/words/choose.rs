//! The choice of an organisation.

super::words! {
    choose_organisation {
        nl: "Kies een organisatie",
        en: "Choose an organisation",
        fr: "Choisissez une organisation",
        de: "Wählen Sie eine Organisation",
    }
    choose_application_and_organisation {
        nl: "Kies een toepassing en een organisatie",
        en: "Choose an application and an organisation",
        fr: "Choisissez une application et une organisation",
        de: "Wählen Sie eine Anwendung und eine Organisation",
    }
    choose_nothing {
        nl: "Je kunt hier niet verder",
        en: "You cannot go on here",
        fr: "Vous ne pouvez pas continuer ici",
        de: "Sie können hier nicht weiter",
    }
    choose_no_rights {
        nl: "Je hebt op dit ogenblik geen rechten waarmee je verder kunt. Vraag ze aan de lokale beheerder van je organisatie; sommige rechten gelden maar een deel van het jaar.",
        en: "At this moment you have no rights with which you can go on. Ask the local administrator of your organisation for them; some rights are valid only part of the year.",
        fr: "Vous n’avez actuellement aucun droit vous permettant de continuer. Demandez-les à l’administrateur local de votre organisation ; certains droits ne valent qu’une partie de l’année.",
        de: "Sie haben zurzeit keine Rechte, mit denen Sie weiterkönnen. Bitten Sie den lokalen Verwalter Ihrer Organisation darum; manche Rechte gelten nur einen Teil des Jahres.",
    }
    choose_back { nl: "Terug naar", en: "Back to", fr: "Retour à", de: "Zurück zu" }
    choose_not_you { nl: "Ben jij dit niet?", en: "Is this not you?", fr: "Ce n’est pas vous ?", de: "Sind Sie das nicht?" }
    choose_sign_out { nl: "Meld je af", en: "Sign out", fr: "Déconnectez-vous", de: "Melden Sie sich ab" }
    choose_without { nl: "Zonder organisatie", en: "Without an organisation", fr: "Sans organisation", de: "Ohne Organisation" }
    choose_without_detail {
        nl: "Wat bij geen organisatie hoort: je eigen gegevens, een toepassing, het platform",
        en: "What belongs to no organisation: your own data, an application, the platform",
        fr: "Ce qui ne relève d’aucune organisation : vos propres données, une application, la plateforme",
        de: "Was zu keiner Organisation gehört: Ihre eigenen Daten, eine Anwendung, die Plattform",
    }
}
