//! What can go wrong on the way to a login.

super::words! {
    trouble_number {
        nl: "Meld dit nummer als je hulp vraagt:",
        en: "Mention this number when you ask for help:",
        fr: "Mentionnez ce numéro si vous demandez de l’aide :",
        de: "Nennen Sie diese Nummer, wenn Sie um Hilfe bitten:",
    }
    trouble_application {
        nl: "Deze toepassing is niet gekend",
        en: "This application is not known",
        fr: "Cette application n’est pas connue",
        de: "Diese Anwendung ist nicht bekannt",
    }
    trouble_application_why {
        nl: "De toepassing die je hierheen stuurde, kan je hier niet laten aanmelden. Verwittig wie de toepassing beheert.",
        en: "The application that sent you here cannot have you sign in here. Tell whoever manages the application.",
        fr: "L’application qui vous a envoyé ici ne peut pas vous y faire connecter. Avertissez le gestionnaire de l’application.",
        de: "Die Anwendung, die Sie hierher geschickt hat, kann Sie hier nicht anmelden lassen. Benachrichtigen Sie, wer die Anwendung verwaltet.",
    }
    trouble_address {
        nl: "Deze toepassing is niet goed ingesteld",
        en: "This application is not set up well",
        fr: "Cette application n’est pas bien configurée",
        de: "Diese Anwendung ist nicht richtig eingerichtet",
    }
    trouble_address_why {
        nl: "Het adres waarnaar je zou terugkeren, is niet geregistreerd. Verwittig wie de toepassing beheert.",
        en: "The address to which you would return is not registered. Tell whoever manages the application.",
        fr: "L’adresse vers laquelle vous retourneriez n’est pas enregistrée. Avertissez le gestionnaire de l’application.",
        de: "Die Adresse, zu der Sie zurückkehren würden, ist nicht registriert. Benachrichtigen Sie, wer die Anwendung verwaltet.",
    }
    trouble_request {
        nl: "Deze aanvraag klopt niet",
        en: "This request is not right",
        fr: "Cette demande n’est pas correcte",
        de: "Diese Anfrage stimmt nicht",
    }
    trouble_request_why {
        nl: "Ga terug naar de toepassing en begin daar opnieuw. Gebeurt dit weer, verwittig dan wie de toepassing beheert.",
        en: "Go back to the application and start there again. If this happens again, tell whoever manages the application.",
        fr: "Retournez à l’application et recommencez. Si cela se reproduit, avertissez le gestionnaire de l’application.",
        de: "Gehen Sie zurück zur Anwendung und beginnen Sie dort von Neuem. Geschieht es wieder, benachrichtigen Sie, wer die Anwendung verwaltet.",
    }
    trouble_too_many { nl: "Te veel pogingen", en: "Too many attempts", fr: "Trop de tentatives", de: "Zu viele Versuche" }
    trouble_too_many_why {
        nl: "Wacht enkele minuten en probeer het dan opnieuw.",
        en: "Wait a few minutes and then try again.",
        fr: "Attendez quelques minutes, puis réessayez.",
        de: "Warten Sie einige Minuten und versuchen Sie es dann noch einmal.",
    }
    trouble_not_found {
        nl: "Deze pagina bestaat niet",
        en: "This page does not exist",
        fr: "Cette page n’existe pas",
        de: "Diese Seite gibt es nicht",
    }
    trouble_not_found_why {
        nl: "Kijk het adres na, of begin opnieuw in de toepassing die je wilt gebruiken.",
        en: "Check the address, or start again in the application that you want to use.",
        fr: "Vérifiez l’adresse, ou recommencez dans l’application que vous voulez utiliser.",
        de: "Prüfen Sie die Adresse, oder beginnen Sie von Neuem in der Anwendung, die Sie verwenden möchten.",
    }
    trouble_stale {
        nl: "Deze pagina is verlopen",
        en: "This page has expired",
        fr: "Cette page a expiré",
        de: "Diese Seite ist abgelaufen",
    }
    trouble_stale_why {
        nl: "Ze stond te lang open of werd niet hier geopend. Ga terug naar de toepassing en begin daar opnieuw.",
        en: "It was open too long or was not opened here. Go back to the application and start there again.",
        fr: "Elle est restée ouverte trop longtemps ou n’a pas été ouverte ici. Retournez à l’application et recommencez.",
        de: "Sie war zu lange offen oder wurde nicht hier geöffnet. Gehen Sie zurück zur Anwendung und beginnen Sie dort von Neuem.",
    }
    trouble_unavailable {
        nl: "Aanmelden lukt nu niet",
        en: "Signing in does not work now",
        fr: "La connexion est impossible pour l’instant",
        de: "Die Anmeldung gelingt jetzt nicht",
    }
    trouble_unavailable_why {
        nl: "Poort is even niet bereikbaar. Probeer het over enkele minuten opnieuw.",
        en: "Poort cannot be reached for a moment. Try again in a few minutes.",
        fr: "Poort est momentanément injoignable. Réessayez dans quelques minutes.",
        de: "Poort ist gerade nicht erreichbar. Versuchen Sie es in einigen Minuten noch einmal.",
    }
    trouble_internal {
        nl: "Er ging iets mis",
        en: "Something went wrong",
        fr: "Une erreur s’est produite",
        de: "Etwas ging schief",
    }
    trouble_internal_why {
        nl: "Het ligt niet aan jou. Probeer het opnieuw; lukt het niet, vraag dan hulp.",
        en: "It is not your fault. Try again; if it does not work, ask for help.",
        fr: "Ce n’est pas de votre faute. Réessayez ; si cela ne marche pas, demandez de l’aide.",
        de: "Es liegt nicht an Ihnen. Versuchen Sie es noch einmal; gelingt es nicht, bitten Sie um Hilfe.",
    }
}
