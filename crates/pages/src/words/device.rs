//! Letting a device in.

super::words! {
    device_heading {
        nl: "Een toestel aanmelden",
        en: "Sign in a device",
        fr: "Connecter un appareil",
        de: "Ein Gerät anmelden",
    }
    device_explanation {
        nl: "Typ de code die je toestel of programma toont.",
        en: "Type the code that your device or program shows.",
        fr: "Saisissez le code affiché par votre appareil ou programme.",
        de: "Geben Sie den Code ein, den Ihr Gerät oder Programm zeigt.",
    }
    device_code { nl: "Code", en: "Code", fr: "Code", de: "Code" }
    device_hint {
        nl: "Acht letters, zoals BCDF-GHJK.",
        en: "Eight letters, like BCDF-GHJK.",
        fr: "Huit lettres, comme BCDF-GHJK.",
        de: "Acht Buchstaben, wie BCDF-GHJK.",
    }
    device_confirm_title {
        nl: "Toestel toelaten",
        en: "Let a device in",
        fr: "Autoriser un appareil",
        de: "Gerät zulassen",
    }
    device_confirm_heading {
        nl: "Wil je dit toestel toelaten?",
        en: "Do you want to let this device in?",
        fr: "Voulez-vous autoriser cet appareil ?",
        de: "Möchten Sie dieses Gerät zulassen?",
    }
    device_confirm_asks {
        nl: "vraagt om vanaf een ander toestel in jouw naam te werken, met jouw rechten.",
        en: "asks to work in your name from another device, with your rights.",
        fr: "demande à travailler en votre nom depuis un autre appareil, avec vos droits.",
        de: "möchte von einem anderen Gerät aus in Ihrem Namen arbeiten, mit Ihren Rechten.",
    }
    device_confirm_same {
        nl: "Ga alleen verder als je dit daarnet zelf begon en op dat toestel dezelfde code staat:",
        en: "Go on only if you started this yourself just now and that device shows the same code:",
        fr: "Ne continuez que si vous venez de commencer ceci vous-même et que cet appareil affiche le même code :",
        de: "Machen Sie nur weiter, wenn Sie dies soeben selbst begonnen haben und jenes Gerät denselben Code zeigt:",
    }
    device_confirm_stranger {
        nl: "Kreeg je de code van iemand anders, in een bericht of aan de telefoon, weiger dan.",
        en: "If you got the code from somebody else, in a message or on the phone, refuse.",
        fr: "Si vous avez reçu le code de quelqu’un d’autre, par message ou par téléphone, refusez.",
        de: "Haben Sie den Code von jemand anderem bekommen, in einer Nachricht oder am Telefon, lehnen Sie ab.",
    }
    device_confirm_nothing {
        nl: "Je hebt op dit ogenblik geen rechten waarmee je verder kunt. Vraag ze aan de lokale beheerder van je organisatie.",
        en: "At this moment you have no rights with which you can go on. Ask the local administrator of your organisation for them.",
        fr: "Vous n’avez actuellement aucun droit vous permettant de continuer. Demandez-les à l’administrateur local de votre organisation.",
        de: "Sie haben zurzeit keine Rechte, mit denen Sie weiterkönnen. Bitten Sie den lokalen Verwalter Ihrer Organisation darum.",
    }
    device_confirm_for {
        nl: "Voor welke organisatie?",
        en: "For which organisation?",
        fr: "Pour quelle organisation ?",
        de: "Für welche Organisation?",
    }
    device_allow { nl: "Toelaten", en: "Let in", fr: "Autoriser", de: "Zulassen" }
    device_refuse { nl: "Weigeren", en: "Refuse", fr: "Refuser", de: "Ablehnen" }
    device_title { nl: "Toestel", en: "Device", fr: "Appareil", de: "Gerät" }
    device_allowed {
        nl: "Het toestel is toegelaten",
        en: "The device is let in",
        fr: "L’appareil est autorisé",
        de: "Das Gerät ist zugelassen",
    }
    device_allowed_then {
        nl: "Ga verder op je toestel: binnen enkele seconden is het aangemeld. Dit venster mag je sluiten.",
        en: "Go on with your device: within a few seconds it is signed in. You may close this window.",
        fr: "Continuez sur votre appareil : dans quelques secondes, il sera connecté. Vous pouvez fermer cette fenêtre.",
        de: "Machen Sie auf Ihrem Gerät weiter: In wenigen Sekunden ist es angemeldet. Sie können dieses Fenster schließen.",
    }
    device_refused {
        nl: "Het toestel is geweigerd",
        en: "The device is refused",
        fr: "L’appareil est refusé",
        de: "Das Gerät ist abgelehnt",
    }
    device_refused_then {
        nl: "Het krijgt geen toegang. Dit venster mag je sluiten.",
        en: "It gets no access. You may close this window.",
        fr: "Il n’obtient aucun accès. Vous pouvez fermer cette fenêtre.",
        de: "Es bekommt keinen Zugang. Sie können dieses Fenster schließen.",
    }
    message_user_code {
        nl: "Deze code klopt niet, of ze is verlopen. Kijk na wat je toestel toont.",
        en: "This code is not right, or has expired. Check what your device shows.",
        fr: "Ce code est incorrect ou a expiré. Vérifiez ce qu’affiche votre appareil.",
        de: "Dieser Code stimmt nicht oder ist abgelaufen. Prüfen Sie, was Ihr Gerät zeigt.",
    }
}
