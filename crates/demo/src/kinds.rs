/// One kind of table of the file.
pub(crate) struct Kind {
    /// As `[[person]]`.
    pub(crate) name: &'static str,
    /// The member that names one of them, where others refer to it or it must be unique.
    pub(crate) key: Option<&'static str>,
    pub(crate) required: &'static [&'static str],
    /// Members that name a table of another kind.
    pub(crate) references: &'static [(&'static str, &'static str)],
}

/// Kinds that have an identifier of their own in the database.
pub(crate) const IDENTIFIED: [&str; 2] = ["organisation", "person"];

pub(crate) const KINDS: [Kind; 9] = [
    Kind {
        name: "organisation",
        key: Some("key"),
        required: &["key", "kbo", "name", "doelgroepen", "classification"],
        references: &[("parent", "organisation"), ("rights_held_on", "organisation")],
    },
    Kind { name: "person", key: Some("key"), required: &["key", "insz", "family"], references: &[] },
    Kind {
        name: "application",
        key: Some("code"),
        required: &["code", "name", "owner", "claim", "scope"],
        references: &[("owner", "organisation")],
    },
    Kind {
        name: "right",
        key: Some("code"),
        required: &["application", "code", "name", "technical_name"],
        references: &[("application", "application"), ("excludes", "right"), ("requires", "right")],
    },
    Kind {
        name: "werkrelatie",
        key: Some("key"),
        required: &["key", "person", "organisation", "doelgroep", "category"],
        references: &[("person", "person"), ("organisation", "organisation")],
    },
    Kind {
        name: "toekenning",
        key: None,
        required: &["werkrelatie", "right", "reason"],
        references: &[("werkrelatie", "werkrelatie"), ("right", "right")],
    },
    Kind {
        name: "mandate",
        key: None,
        required: &["kind", "reason"],
        references: &[
            ("person", "person"),
            ("client", "client"),
            ("organisation", "organisation"),
            ("application", "application"),
            ("rights", "right"),
        ],
    },
    Kind {
        name: "account",
        key: Some("username"),
        required: &["person", "username", "password"],
        references: &[("person", "person")],
    },
    Kind {
        name: "client",
        key: Some("client_id"),
        required: &["client_id", "name", "kind", "grant_types", "scopes"],
        references: &[("organisation", "organisation"), ("application", "application")],
    },
];
