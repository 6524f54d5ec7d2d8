//! Who forgot his password, and where he is reached.

super::words! {
    forgotten_link { nl: "Wachtwoord vergeten?", en: "Forgot your password?", fr: "Mot de passe oublié ?", de: "Passwort vergessen?" }
    forgotten_heading { nl: "Wachtwoord vergeten", en: "Forgotten password", fr: "Mot de passe oublié", de: "Passwort vergessen" }
    forgotten_explanation {
        nl: "We sturen een code naar het hersteladres dat je zelf hebt ingesteld. Heb je er geen? Vraag dan je lokale beheerder om een nieuw wachtwoord.",
        en: "We send a code to the recovery address that you set yourself. Have you none? Then ask your local administrator for a new password.",
        fr: "Nous envoyons un code à l’adresse de récupération que vous avez définie vous-même. Vous n’en avez pas ? Demandez alors un nouveau mot de passe à votre gestionnaire local.",
        de: "Wir schicken einen Code an die Wiederherstellungsadresse, die Sie selbst festgelegt haben. Haben Sie keine? Dann bitten Sie Ihren lokalen Verwalter um ein neues Passwort.",
    }
    forgotten_send { nl: "Stuur me een code", en: "Send me a code", fr: "Envoyez-moi un code", de: "Code senden" }
    forgotten_have { nl: "Ik heb al een code", en: "I have a code already", fr: "J’ai déjà un code", de: "Ich habe schon einen Code" }
    recover_heading {
        nl: "Een nieuw wachtwoord met een code",
        en: "A new password with a code",
        fr: "Un nouveau mot de passe avec un code",
        de: "Ein neues Passwort mit einem Code",
    }
    recover_asked {
        nl: "Bestaat deze account en heeft hij een hersteladres, dan is er een mail met een code onderweg. Kreeg je er net al enkele? Gebruik dan de laatste.",
        en: "If this account exists and has a recovery address, a mail with a code is on its way. Did you get some just now? Then use the last one.",
        fr: "Si ce compte existe et a une adresse de récupération, un courriel contenant un code est en route. Vous venez d’en recevoir plusieurs ? Utilisez le dernier.",
        de: "Wenn dieses Konto existiert und eine Wiederherstellungsadresse hat, ist eine Mail mit einem Code unterwegs. Haben Sie gerade schon welche bekommen? Dann verwenden Sie die letzte.",
    }
    recover_code { nl: "Code uit de mail", en: "Code from the mail", fr: "Code du courriel", de: "Code aus der Mail" }
    recover_again { nl: "Een nieuwe code vragen", en: "Ask for another code", fr: "Demander un nouveau code", de: "Einen neuen Code anfordern" }
    recovered_heading {
        nl: "Je wachtwoord is gewijzigd",
        en: "Your password was changed",
        fr: "Votre mot de passe a été modifié",
        de: "Ihr Passwort wurde geändert",
    }
    recovered_explanation {
        nl: "Je bent overal afgemeld en je passkeys zijn verwijderd. Meld je nu aan met je nieuwe wachtwoord.",
        en: "You are signed out everywhere, and your passkeys were removed. Sign in now with your new password.",
        fr: "Vous êtes déconnecté partout et vos clés d’accès ont été supprimées. Connectez-vous maintenant avec votre nouveau mot de passe.",
        de: "Sie sind überall abgemeldet, und Ihre Passkeys wurden entfernt. Melden Sie sich jetzt mit Ihrem neuen Passwort an.",
    }
    address_heading { nl: "Je hersteladres", en: "Your recovery address", fr: "Votre adresse de récupération", de: "Ihre Wiederherstellungsadresse" }
    address_explanation {
        nl: "Vergeet je je wachtwoord, dan sturen we een code naar dit adres. Kies er een dat alleen jij leest: wie de mail leest, kan een nieuw wachtwoord kiezen.",
        en: "When you forget your password we send a code to this address. Choose one that only you read: whoever reads the mail can choose a new password.",
        fr: "Si vous oubliez votre mot de passe, nous envoyons un code à cette adresse. Choisissez-en une que vous seul lisez : quiconque lit le courriel peut choisir un nouveau mot de passe.",
        de: "Wenn Sie Ihr Passwort vergessen, schicken wir einen Code an diese Adresse. Wählen Sie eine, die nur Sie lesen: Wer die Mail liest, kann ein neues Passwort wählen.",
    }
    address_none { nl: "Je hebt er nog geen.", en: "You have none yet.", fr: "Vous n’en avez pas encore.", de: "Sie haben noch keine." }
    address_now { nl: "Nu is dat", en: "At present it is", fr: "Actuellement, c’est", de: "Zurzeit ist das" }
    address_remove { nl: "Verwijderen", en: "Remove", fr: "Supprimer", de: "Entfernen" }
    address_other { nl: "Een ander adres", en: "Another address", fr: "Une autre adresse", de: "Eine andere Adresse" }
    address_label { nl: "E-mailadres", en: "E-mail address", fr: "Adresse e-mail", de: "E-Mail-Adresse" }
    address_confirm_heading { nl: "Het adres bevestigen", en: "Confirm the address", fr: "Confirmer l’adresse", de: "Die Adresse bestätigen" }
    address_asked {
        nl: "Er is een mail met een code onderweg naar het nieuwe adres. Het telt pas zodra je die code hier invult.",
        en: "A mail with a code is on its way to the new address. It counts only once you type that code here.",
        fr: "Un courriel contenant un code est en route vers la nouvelle adresse. Elle ne compte que lorsque vous aurez saisi ce code ici.",
        de: "Eine Mail mit einem Code ist unterwegs zur neuen Adresse. Sie gilt erst, wenn Sie den Code hier eingeben.",
    }
    address_confirm { nl: "Bevestigen", en: "Confirm", fr: "Confirmer", de: "Bestätigen" }
    message_mailed_code {
        nl: "De code klopt niet, werd al gebruikt of is ouder dan een halfuur.",
        en: "The code is not right, was used, or is older than half an hour.",
        fr: "Le code est incorrect, a déjà été utilisé ou date de plus d’une demi-heure.",
        de: "Der Code stimmt nicht, wurde schon verwendet oder ist älter als eine halbe Stunde.",
    }
    message_address {
        nl: "Vul een geldig e-mailadres in.",
        en: "Type a valid e-mail address.",
        fr: "Saisissez une adresse e-mail valide.",
        de: "Geben Sie eine gültige E-Mail-Adresse ein.",
    }
}
