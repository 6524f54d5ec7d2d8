//! What mails say.

super::words! {
    mail_greeting { nl: "Dag,", en: "Hello,", fr: "Bonjour,", de: "Guten Tag," }
    mail_code { nl: "Je code:", en: "Your code:", fr: "Votre code :", de: "Ihr Code:" }
    mail_password_subject {
        nl: "Een nieuw wachtwoord voor Poort",
        en: "A new password for Poort",
        fr: "Un nouveau mot de passe pour Poort",
        de: "Ein neues Passwort für Poort",
    }
    mail_password_why {
        nl: "Iemand vroeg een nieuw wachtwoord voor je account. Was jij dat? Vul dan binnen het halfuur deze code in op de pagina hieronder.",
        en: "Somebody asked for a new password for your account. Was it you? Then type this code within half an hour on the page below.",
        fr: "Quelqu’un a demandé un nouveau mot de passe pour votre compte. Était-ce vous ? Saisissez alors ce code dans la demi-heure sur la page ci-dessous.",
        de: "Jemand hat ein neues Passwort für Ihr Konto angefordert. Waren Sie das? Geben Sie dann diesen Code innerhalb einer halben Stunde auf der Seite unten ein.",
    }
    mail_password_other {
        nl: "Was jij het niet? Doe dan niets: zonder deze code verandert er niets. Geef de code aan niemand, ook niet aan een helpdesk.",
        en: "Was it not you? Then do nothing: without this code nothing changes. Give the code to nobody, not even to a help desk.",
        fr: "Ce n’était pas vous ? Ne faites rien : sans ce code, rien ne change. Ne donnez ce code à personne, pas même à un service d’assistance.",
        de: "Waren Sie es nicht? Dann tun Sie nichts: Ohne diesen Code ändert sich nichts. Geben Sie den Code niemandem, auch keinem Helpdesk.",
    }
    mail_address_subject {
        nl: "Bevestig je hersteladres voor Poort",
        en: "Confirm your recovery address for Poort",
        fr: "Confirmez votre adresse de récupération pour Poort",
        de: "Bestätigen Sie Ihre Wiederherstellungsadresse für Poort",
    }
    mail_address_why {
        nl: "Iemand gaf dit adres op als hersteladres van zijn account. Was jij dat? Vul dan binnen het halfuur deze code in op de pagina hieronder.",
        en: "Somebody gave this address as the recovery address of his account. Was it you? Then type this code within half an hour on the page below.",
        fr: "Quelqu’un a indiqué cette adresse comme adresse de récupération de son compte. Était-ce vous ? Saisissez alors ce code dans la demi-heure sur la page ci-dessous.",
        de: "Jemand hat diese Adresse als Wiederherstellungsadresse seines Kontos angegeben. Waren Sie das? Geben Sie dann diesen Code innerhalb einer halben Stunde auf der Seite unten ein.",
    }
    mail_address_other {
        nl: "Was jij het niet? Doe dan niets: zonder deze code gebeurt er niets.",
        en: "Was it not you? Then do nothing: without this code nothing happens.",
        fr: "Ce n’était pas vous ? Ne faites rien : sans ce code, il ne se passe rien.",
        de: "Waren Sie es nicht? Dann tun Sie nichts: Ohne diesen Code geschieht nichts.",
    }
    mail_changed_subject {
        nl: "Je hersteladres voor Poort is gewijzigd",
        en: "Your recovery address for Poort was changed",
        fr: "Votre adresse de récupération pour Poort a été modifiée",
        de: "Ihre Wiederherstellungsadresse für Poort wurde geändert",
    }
    mail_changed_what {
        nl: "Dit adres is niet langer het hersteladres van je account.",
        en: "This address is no longer the recovery address of your account.",
        fr: "Cette adresse n’est plus l’adresse de récupération de votre compte.",
        de: "Diese Adresse ist nicht mehr die Wiederherstellungsadresse Ihres Kontos.",
    }
    mail_recovered_subject {
        nl: "Je wachtwoord voor Poort is gewijzigd",
        en: "Your password for Poort was changed",
        fr: "Votre mot de passe pour Poort a été modifié",
        de: "Ihr Passwort für Poort wurde geändert",
    }
    mail_recovered_what {
        nl: "Je account heeft een nieuw wachtwoord, gekozen met een code die we naar dit adres stuurden. Je bent overal afgemeld en je passkeys zijn verwijderd.",
        en: "Your account has a new password, chosen with a code that we sent to this address. You are signed out everywhere, and your passkeys were removed.",
        fr: "Votre compte a un nouveau mot de passe, choisi avec un code que nous avons envoyé à cette adresse. Vous êtes déconnecté partout et vos clés d’accès ont été supprimées.",
        de: "Ihr Konto hat ein neues Passwort, gewählt mit einem Code, den wir an diese Adresse geschickt haben. Sie sind überall abgemeldet, und Ihre Passkeys wurden entfernt.",
    }
    mail_not_you {
        nl: "Was jij dat niet? Verwittig dan meteen je lokale beheerder.",
        en: "Was it not you? Then tell your local administrator at once.",
        fr: "Ce n’était pas vous ? Prévenez immédiatement votre gestionnaire local.",
        de: "Waren Sie das nicht? Benachrichtigen Sie sofort Ihren lokalen Verwalter.",
    }
}
