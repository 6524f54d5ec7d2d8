//! The second factor: the app, its codes, the recovery codes.

super::words! {
    second_heading {
        nl: "Bevestig dat jij het bent",
        en: "Confirm that it is you",
        fr: "Confirmez que c’est bien vous",
        de: "Bestätigen Sie, dass Sie es sind",
    }
    second_code { nl: "Code", en: "Code", fr: "Code", de: "Code" }
    second_hint {
        nl: "De zes cijfers die je app nu toont, of een van je herstelcodes.",
        en: "The six digits that your app shows now, or one of your recovery codes.",
        fr: "Les six chiffres que votre application affiche maintenant, ou l’un de vos codes de récupération.",
        de: "Die sechs Ziffern, die Ihre App jetzt zeigt, oder einer Ihrer Wiederherstellungscodes.",
    }
    enrol_heading {
        nl: "Beveilig je account met een app",
        en: "Secure your account with an app",
        fr: "Sécurisez votre compte avec une application",
        de: "Sichern Sie Ihr Konto mit einer App",
    }
    enrol_required {
        nl: "Wat je wilt doen, vraagt naast je wachtwoord een tweede bewijs dat jij het bent.",
        en: "What you want to do asks, beside your password, a second proof that it is you.",
        fr: "Ce que vous voulez faire demande, outre votre mot de passe, une seconde preuve que c’est bien vous.",
        de: "Was Sie tun möchten, verlangt neben Ihrem Passwort einen zweiten Nachweis, dass Sie es sind.",
    }
    enrol_explanation {
        nl: "Scan de code met een authenticatie-app op je telefoon. Voortaan vraagt Poort na je wachtwoord de zes cijfers die ze toont.",
        en: "Scan the code with an authenticator app on your phone. From now on Poort asks, after your password, the six digits that it shows.",
        fr: "Scannez le code avec une application d’authentification sur votre téléphone. Désormais, Poort demande après votre mot de passe les six chiffres qu’elle affiche.",
        de: "Scannen Sie den Code mit einer Authentifizierungs-App auf Ihrem Telefon. Künftig fragt Poort nach Ihrem Passwort die sechs Ziffern, die sie zeigt.",
    }
    enrol_qr { nl: "QR-code voor je app", en: "QR code for your app", fr: "Code QR pour votre application", de: "QR-Code für Ihre App" }
    enrol_type {
        nl: "Lukt scannen niet? Typ dan deze sleutel in je app:",
        en: "Scanning does not work? Then type this key into your app:",
        fr: "Le scan ne fonctionne pas ? Saisissez alors cette clé dans votre application :",
        de: "Das Scannen gelingt nicht? Geben Sie dann diesen Schlüssel in Ihre App ein:",
    }
    enrol_code {
        nl: "De zes cijfers die de app toont",
        en: "The six digits that the app shows",
        fr: "Les six chiffres que l’application affiche",
        de: "Die sechs Ziffern, die die App zeigt",
    }
    enrol_confirm { nl: "Bevestigen", en: "Confirm", fr: "Confirmer", de: "Bestätigen" }
    recovery_heading { nl: "Je herstelcodes", en: "Your recovery codes", fr: "Vos codes de récupération", de: "Ihre Wiederherstellungscodes" }
    recovery_explanation {
        nl: "Heb je je telefoon niet bij je of ben je hem kwijt, dan meld je je met een van deze codes aan. Elke code werkt één keer. Bewaar ze veilig: ze worden niet opnieuw getoond.",
        en: "When you do not have your phone with you, or have lost it, you sign in with one of these codes. Each code works once. Keep them safe: they are not shown again.",
        fr: "Si vous n’avez pas votre téléphone sur vous ou si vous l’avez perdu, connectez-vous avec l’un de ces codes. Chaque code fonctionne une fois. Gardez-les en lieu sûr : ils ne seront plus affichés.",
        de: "Wenn Sie Ihr Telefon nicht bei sich haben oder es verloren haben, melden Sie sich mit einem dieser Codes an. Jeder Code gilt einmal. Bewahren Sie sie sicher auf: Sie werden nicht noch einmal gezeigt.",
    }
    recovery_kept {
        nl: "Ik heb ze bewaard, ga verder",
        en: "I have kept them, continue",
        fr: "Je les ai gardés, continuer",
        de: "Ich habe sie aufbewahrt, weiter",
    }
    app_heading {
        nl: "Aanmelden met een app",
        en: "Signing in with an app",
        fr: "Connexion avec une application",
        de: "Anmeldung mit einer App",
    }
    app_since {
        nl: "Poort vraagt na je wachtwoord een code van je app, sinds {}.",
        en: "Poort asks a code of your app after your password, since {}.",
        fr: "Poort demande un code de votre application après votre mot de passe, depuis le {}.",
        de: "Poort fragt nach Ihrem Passwort einen Code Ihrer App, seit dem {}.",
    }
    app_codes_left {
        nl: "Herstelcodes die je nog hebt: {}.",
        en: "Recovery codes that you have left: {}.",
        fr: "Codes de récupération qu’il vous reste : {}.",
        de: "Wiederherstellungscodes, die Sie noch haben: {}.",
    }
    app_renew { nl: "Nieuwe herstelcodes", en: "Other recovery codes", fr: "Nouveaux codes de récupération", de: "Neue Wiederherstellungscodes" }
    app_remove { nl: "Zonder app verder", en: "Go on without the app", fr: "Continuer sans l’application", de: "Ohne App weiter" }
}
