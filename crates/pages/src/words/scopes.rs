//! What a scope gives an application, for the person whom it is about.

use crate::Language;

impl Language {
    /// What a scope gives. One that is none of OpenID Connect, ACM/IDM or Poort's API is an application's own: its person's rights.
    #[must_use]
    pub fn scope(self, name: &str) -> &'static str {
        match name {
            "openid" => self.scope_openid(),
            "profile" => self.scope_profile(),
            "vo" => self.scope_vo(),
            "rrn" => self.scope_rrn(),
            "offline_access" => self.scope_offline_access(),
            "poort.me" => self.scope_me(),
            "poort.persons.read" => self.scope_persons_read(),
            "poort.persons.write" => self.scope_persons_write(),
            "poort.organisations.read" => self.scope_organisations_read(),
            "poort.organisations.write" => self.scope_organisations_write(),
            "poort.werkrelaties.read" => self.scope_werkrelaties_read(),
            "poort.werkrelaties.write" => self.scope_werkrelaties_write(),
            "poort.applications.read" => self.scope_applications_read(),
            "poort.applications.write" => self.scope_applications_write(),
            "poort.toekenningen.read" => self.scope_toekenningen_read(),
            "poort.toekenningen.write" => self.scope_toekenningen_write(),
            "poort.mandates.read" => self.scope_mandates_read(),
            "poort.mandates.write" => self.scope_mandates_write(),
            "poort.history.read" => self.scope_history_read(),
            _ => self.scope_rights(),
        }
    }
}

super::words! {
    scope_openid {
        nl: "dat jij het bent: een naam voor jou die alleen daar dient",
        en: "that it is you: a name for you that is of use only there",
        fr: "que c’est vous : un nom pour vous qui ne sert que là",
        de: "dass Sie es sind: einen Namen für Sie, der nur dort gilt",
    }
    scope_profile {
        nl: "je voornaam en familienaam",
        en: "your first name and family name",
        fr: "votre prénom et votre nom de famille",
        de: "Ihren Vornamen und Familiennamen",
    }
    scope_vo {
        nl: "voor welke organisatie je werkt, in welke doelgroep, je e-mailadres daar en een nummer voor jou dat bij alle toepassingen hetzelfde is",
        en: "for which organisation you work, in which doelgroep, your e-mail address there and a number for you that is the same at all applications",
        fr: "pour quelle organisation vous travaillez, dans quel groupe cible, votre adresse e-mail là-bas et un numéro qui est le même dans toutes les applications",
        de: "für welche Organisation Sie arbeiten, in welcher Zielgruppe, Ihre E-Mail-Adresse dort und eine Nummer für Sie, die bei allen Anwendungen dieselbe ist",
    }
    scope_rrn {
        nl: "je rijksregisternummer",
        en: "your national register number",
        fr: "votre numéro de registre national",
        de: "Ihre Nationalregisternummer",
    }
    scope_offline_access {
        nl: "toegang terwijl jij er niet bent, tot je je afmeldt of dit intrekt",
        en: "access while you are not there, until you sign out or withdraw this",
        fr: "l’accès en votre absence, jusqu’à ce que vous vous déconnectiez ou retiriez ceci",
        de: "Zugang, während Sie nicht da sind, bis Sie sich abmelden oder dies widerrufen",
    }
    scope_rights {
        nl: "je rechten in deze toepassing",
        en: "your rights in this application",
        fr: "vos droits dans cette application",
        de: "Ihre Rechte in dieser Anwendung",
    }
    scope_me {
        nl: "je eigen gegevens in Poort: rechten, werkrelaties, beheerders, sessies en je wachtwoord",
        en: "your own data in Poort: rights, employments, administrators, sessions and your password",
        fr: "vos propres données dans Poort : droits, relations de travail, gestionnaires, sessions et votre mot de passe",
        de: "Ihre eigenen Daten in Poort: Rechte, Arbeitsverhältnisse, Verwalter, Sitzungen und Ihr Passwort",
    }
    scope_persons_read {
        nl: "de personen lezen die jij beheert",
        en: "reading the persons whom you administer",
        fr: "la lecture des personnes que vous gérez",
        de: "Lesen der Personen, die Sie verwalten",
    }
    scope_persons_write {
        nl: "in jouw naam personen toevoegen en hun gegevens wijzigen",
        en: "adding persons and changing their data in your name",
        fr: "l’ajout de personnes et la modification de leurs données en votre nom",
        de: "Hinzufügen von Personen und Ändern ihrer Daten in Ihrem Namen",
    }
    scope_organisations_read { nl: "organisaties lezen", en: "reading organisations", fr: "la lecture des organisations", de: "Lesen der Organisationen" }
    scope_organisations_write {
        nl: "in jouw naam organisaties toevoegen en wijzigen",
        en: "adding and changing organisations in your name",
        fr: "l’ajout et la modification d’organisations en votre nom",
        de: "Hinzufügen und Ändern von Organisationen in Ihrem Namen",
    }
    scope_werkrelaties_read {
        nl: "lezen wie bij jouw organisaties werkt",
        en: "reading who works at your organisations",
        fr: "la lecture de qui travaille dans vos organisations",
        de: "Lesen, wer bei Ihren Organisationen arbeitet",
    }
    scope_werkrelaties_write {
        nl: "in jouw naam werkrelaties maken, wijzigen en beëindigen",
        en: "creating, changing and ending employments in your name",
        fr: "la création, la modification et la fin de relations de travail en votre nom",
        de: "Anlegen, Ändern und Beenden von Arbeitsverhältnissen in Ihrem Namen",
    }
    scope_applications_read {
        nl: "toepassingen en hun rechten lezen",
        en: "reading applications and their rights",
        fr: "la lecture des applications et de leurs droits",
        de: "Lesen der Anwendungen und ihrer Rechte",
    }
    scope_applications_write {
        nl: "in jouw naam toepassingen en hun rechten wijzigen",
        en: "changing applications and their rights in your name",
        fr: "la modification d’applications et de leurs droits en votre nom",
        de: "Ändern von Anwendungen und ihren Rechten in Ihrem Namen",
    }
    scope_toekenningen_read {
        nl: "lezen wie welk recht heeft",
        en: "reading who has which right",
        fr: "la lecture de qui a quel droit",
        de: "Lesen, wer welches Recht hat",
    }
    scope_toekenningen_write {
        nl: "in jouw naam rechten toekennen, wijzigen en intrekken",
        en: "granting, changing and revoking rights in your name",
        fr: "l’octroi, la modification et le retrait de droits en votre nom",
        de: "Vergeben, Ändern und Entziehen von Rechten in Ihrem Namen",
    }
    scope_mandates_read {
        nl: "lezen wie wat beheert",
        en: "reading who administers what",
        fr: "la lecture de qui gère quoi",
        de: "Lesen, wer was verwaltet",
    }
    scope_mandates_write {
        nl: "in jouw naam beheerders aanstellen en ontheffen",
        en: "appointing and dismissing administrators in your name",
        fr: "la désignation et la révocation de gestionnaires en votre nom",
        de: "Ernennen und Entlassen von Verwaltern in Ihrem Namen",
    }
    scope_history_read {
        nl: "de historiek lezen van wat jij beheert",
        en: "reading the history of what you administer",
        fr: "la lecture de l’historique de ce que vous gérez",
        de: "Lesen der Historie dessen, was Sie verwalten",
    }
}
