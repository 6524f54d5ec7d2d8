//! Passkeys: on the login page, and a person's own.

super::words! {
    login_or { nl: "Of zonder wachtwoord:", en: "Or without a password:", fr: "Ou sans mot de passe :", de: "Oder ohne Passwort:" }
    login_passkey {
        nl: "Aanmelden met een passkey",
        en: "Sign in with a passkey",
        fr: "Se connecter avec une clé d’accès",
        de: "Mit einem Passkey anmelden",
    }
    passkeys_heading { nl: "Je passkeys", en: "Your passkeys", fr: "Vos clés d’accès", de: "Ihre Passkeys" }
    passkeys_explanation {
        nl: "Met een passkey meld je je aan zonder wachtwoord: je toestel herkent je aan je vinger, je gezicht of je pincode.",
        en: "With a passkey you sign in without a password: your device recognises your finger, your face or your PIN.",
        fr: "Avec une clé d’accès, vous vous connectez sans mot de passe : votre appareil reconnaît votre doigt, votre visage ou votre code PIN.",
        de: "Mit einem Passkey melden Sie sich ohne Passwort an: Ihr Gerät erkennt Ihren Finger, Ihr Gesicht oder Ihre PIN.",
    }
    passkeys_since { nl: "Sinds", en: "Since", fr: "Depuis le", de: "Seit" }
    passkeys_used { nl: "Laatst gebruikt op", en: "Last used on", fr: "Dernière utilisation le", de: "Zuletzt verwendet am" }
    passkeys_remove { nl: "Verwijderen", en: "Remove", fr: "Supprimer", de: "Entfernen" }
    passkeys_add { nl: "Een passkey toevoegen", en: "Add a passkey", fr: "Ajouter une clé d’accès", de: "Einen Passkey hinzufügen" }
    passkeys_name { nl: "Naam", en: "Name", fr: "Nom", de: "Name" }
    passkeys_name_hint {
        nl: "Waaraan je hem later herkent, zoals het toestel waarop hij staat.",
        en: "By which you recognise it later, such as the device that holds it.",
        fr: "Pour la reconnaître plus tard, par exemple l’appareil qui la contient.",
        de: "Woran Sie ihn später erkennen, etwa das Gerät, auf dem er liegt.",
    }
    passkeys_script {
        nl: "Om een passkey toe te voegen moet je browser JavaScript toelaten.",
        en: "To add a passkey, your browser has to allow JavaScript.",
        fr: "Pour ajouter une clé d’accès, votre navigateur doit autoriser JavaScript.",
        de: "Um einen Passkey hinzuzufügen, muss Ihr Browser JavaScript erlauben.",
    }
    message_passkey {
        nl: "Dat lukte niet met deze passkey. Probeer het opnieuw of gebruik je wachtwoord.",
        en: "That did not work with this passkey. Try again, or use your password.",
        fr: "Cela n’a pas fonctionné avec cette clé d’accès. Réessayez ou utilisez votre mot de passe.",
        de: "Das hat mit diesem Passkey nicht geklappt. Versuchen Sie es noch einmal oder verwenden Sie Ihr Passwort.",
    }
    message_passkey_name {
        nl: "Geef de passkey een naam.",
        en: "Give the passkey a name.",
        fr: "Donnez un nom à la clé d’accès.",
        de: "Geben Sie dem Passkey einen Namen.",
    }
}
