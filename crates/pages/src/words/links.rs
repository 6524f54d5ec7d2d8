//! Who somebody is at other providers.

super::words! {
    links_heading { nl: "Je koppelingen", en: "Your links", fr: "Vos liaisons", de: "Ihre Verknüpfungen" }
    links_explanation {
        nl: "Met een koppeling meld je je hier aan met een account dat je elders hebt. Koppel alleen een account dat van jou alleen is: wie zich daar kan aanmelden, kan het ook hier.",
        en: "With a link you sign in here with an account that you have elsewhere. Link only an account that is yours alone: whoever can sign in there can do so here.",
        fr: "Avec une liaison, vous vous connectez ici avec un compte que vous avez ailleurs. Ne liez qu’un compte qui n’est qu’à vous : quiconque peut s’y connecter le peut aussi ici.",
        de: "Mit einer Verknüpfung melden Sie sich hier mit einem Konto an, das Sie anderswo haben. Verknüpfen Sie nur ein Konto, das Ihnen allein gehört: Wer sich dort anmelden kann, kann es auch hier.",
    }
    links_since { nl: "Gekoppeld sinds", en: "Linked since", fr: "Lié depuis le", de: "Verknüpft seit" }
    links_remove { nl: "Ontkoppelen", en: "Unlink", fr: "Délier", de: "Trennen" }
    links_add { nl: "Koppelen met {}", en: "Link with {}", fr: "Lier à {}", de: "Mit {} verknüpfen" }
    message_linked {
        nl: "Dat account is hier al aan iemand anders gekoppeld.",
        en: "That account is linked to somebody else here already.",
        fr: "Ce compte est déjà lié à une autre personne ici.",
        de: "Dieses Konto ist hier schon mit jemand anderem verknüpft.",
    }
}
