//! Signing in at another provider.

super::words! {
    upstream_or { nl: "Of op een andere manier", en: "Or another way", fr: "Ou d’une autre manière", de: "Oder auf andere Weise" }
    upstream_choose {
        nl: "Kies hoe je je aanmeldt",
        en: "Choose how you sign in",
        fr: "Choisissez comment vous connecter",
        de: "Wählen Sie, wie Sie sich anmelden",
    }
    upstream_with { nl: "Aanmelden met {}", en: "Sign in with {}", fr: "Se connecter avec {}", de: "Anmelden mit {}" }
    upstream_onward {
        nl: "Je gaat verder bij {}",
        en: "You go on at {}",
        fr: "Vous continuez chez {}",
        de: "Es geht weiter bei {}",
    }
    upstream_onward_link {
        nl: "Ga verder als er niets gebeurt",
        en: "Go on if nothing happens",
        fr: "Continuez si rien ne se passe",
        de: "Weiter, wenn nichts geschieht",
    }
    upstream_refused {
        nl: "Aanmelden op die manier is niet gelukt. Probeer het opnieuw of kies een andere manier.",
        en: "Signing in that way did not work. Try again or choose another way.",
        fr: "La connexion de cette manière n’a pas réussi. Réessayez ou choisissez une autre manière.",
        de: "Die Anmeldung auf diese Weise ist nicht gelungen. Versuchen Sie es noch einmal oder wählen Sie eine andere.",
    }
    upstream_away {
        nl: "Aanmelden op die manier lukt nu niet. Probeer het over enkele minuten opnieuw of kies een andere manier.",
        en: "Signing in that way does not work now. Try again in a few minutes or choose another way.",
        fr: "La connexion de cette manière est impossible pour l’instant. Réessayez dans quelques minutes ou choisissez une autre manière.",
        de: "Die Anmeldung auf diese Weise gelingt jetzt nicht. Versuchen Sie es in einigen Minuten noch einmal oder wählen Sie eine andere.",
    }
    upstream_unknown {
        nl: "Je bent hier niet gekend of kunt je hier niet aanmelden. Vraag hulp aan de lokale beheerder van je organisatie.",
        en: "You are not known here or cannot sign in here. Ask the local administrator of your organisation for help.",
        fr: "Vous n’êtes pas connu ici ou ne pouvez pas vous y connecter. Demandez de l’aide à l’administrateur local de votre organisation.",
        de: "Sie sind hier nicht bekannt oder können sich hier nicht anmelden. Bitten Sie den lokalen Verwalter Ihrer Organisation um Hilfe.",
    }
}
