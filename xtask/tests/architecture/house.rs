//! The house as data: the crates, which of them may name which, and who may name what from outside.
//!
//! A change here is a change of the architecture: say why in `ARCHITECTURE.md`.

/// A package of the workspace and the packages of the workspace that it may name, in groups.
pub(crate) struct Room {
    pub(crate) name: &'static str,
    pub(crate) may_name: &'static [&'static [&'static str]],
}

const fn room(name: &'static str, may_name: &'static [&'static [&'static str]]) -> Room {
    Room { name, may_name }
}

/// The crates that hold rules and nothing else: no clock, no network, no disk, not even through another crate.
pub(crate) const DOMAIN: &[&str] = &[
    "poort-types",
    "poort-persons",
    "poort-organisations",
    "poort-werkrelaties",
    "poort-gebruikersrechten",
    "poort-mandates",
    "poort-audit",
];

const TOKENS: &[&str] = &["poort-tokens", "poort-oidc"];
const STORAGE: &[&str] = &["poort-storage"];
const PASSKEYS: &[&str] = &["poort-passkeys"];
const SERVICE: &[&str] = &["poort-service"];
const EDGES: &[&str] = &["poort-register", "poort-outgoing", "poort-mail", "poort-demo", "poort-pages", "poort-http"];

/// Every package of the workspace, each after all that it may name.
pub(crate) const HOUSE: &[Room] = &[
    room("poort-types", &[]),
    room("poort-persons", &[&["poort-types"]]),
    room("poort-organisations", &[&["poort-types"]]),
    room("poort-werkrelaties", &[&["poort-types", "poort-persons", "poort-organisations"]]),
    room("poort-gebruikersrechten", &[&["poort-types", "poort-persons", "poort-organisations", "poort-werkrelaties"]]),
    room(
        "poort-mandates",
        &[&["poort-types", "poort-persons", "poort-organisations", "poort-werkrelaties", "poort-gebruikersrechten"]],
    ),
    room("poort-audit", &[&["poort-types"]]),
    room("poort-tokens", &[&["poort-types"]]),
    room("poort-oidc", &[&["poort-types", "poort-tokens"]]),
    // The adapters of the person register, whose port is in `persons`.
    room("poort-register", &[&["poort-types", "poort-persons"]]),
    // Requests to addresses that came from outside.
    room("poort-outgoing", &[&["poort-types"]]),
    // Mail, by a server of the operator's choice.
    room("poort-mail", &[&["poort-types"]]),
    // What devices prove: a library of its own kind, kept behind one door.
    room("poort-passkeys", &[&["poort-types"]]),
    room("poort-storage", &[DOMAIN, TOKENS]),
    room("poort-service", &[DOMAIN, TOKENS, PASSKEYS, STORAGE]),
    // The demo data: read from a file, loaded by the use cases.
    room("poort-demo", &[DOMAIN, TOKENS, STORAGE, SERVICE, &["poort-register"]]),
    room("poort-pages", &[&["poort-types"]]),
    room("poort-http", &[DOMAIN, TOKENS, PASSKEYS, STORAGE, SERVICE, &["poort-pages", "poort-outgoing", "poort-mail"]]),
    room("poort", &[DOMAIN, TOKENS, STORAGE, SERVICE, EDGES]),
    // What a downstream team uses: it stands alone, and knows Poort by its protocol only.
    room("poort-verifier", &[]),
    room("poort-tests", &[DOMAIN, TOKENS, PASSKEYS, STORAGE, SERVICE, EDGES, &["poort", "poort-verifier"]]),
    // What reads from strangers, fed with anything.
    room("poort-fuzz", &[DOMAIN, TOKENS, &["poort-demo"]]),
    room("xtask", &[]),
    // What a downstream team would write.
    room("example-portal", &[&["poort-verifier"]]),
];

/// What no domain crate may reach, directly or through another crate.
pub(crate) const INPUT_AND_OUTPUT: &[&str] = &[
    "actix-web",
    "async-std",
    "diesel",
    "hyper",
    "libsqlite3-sys",
    "mio",
    "rand",
    "reqwest",
    "rusqlite",
    "rustls",
    "socket2",
    "tokio",
    "tokio-postgres",
    "tracing-appender",
    "tracing-subscriber",
];

/// Outside crates, by the beginning of their names, and the packages that may name them.
pub(crate) struct Reserved {
    pub(crate) prefixes: &'static [&'static str],
    pub(crate) for_packages: &'static [&'static str],
}

/// Outside crates that not everybody may name.
pub(crate) const RESERVED: &[Reserved] = &[
    Reserved {
        prefixes: &["diesel", "libsqlite3-sys", "pq-sys", "tokio-postgres", "rusqlite"],
        for_packages: &["poort-storage"],
    },
    Reserved {
        prefixes: &["actix", "utoipa-actix-web", "utoipa-swagger-ui"],
        for_packages: &["poort-http", "poort-pages", "poort", "poort-tests", "poort-verifier", "example-portal"],
    },
    Reserved {
        prefixes: &["reqwest", "hyper"],
        for_packages: &["poort-register", "poort-outgoing", "poort-tests", "poort-verifier", "example-portal"],
    },
    Reserved { prefixes: &["lettre"], for_packages: &["poort-mail"] },
    Reserved { prefixes: &["argon2"], for_packages: &["poort-tokens"] },
    // `passkeys`: for the device of software in its tests; `tests`: for a provider that encrypts, by other code than that which reads it.
    Reserved {
        prefixes: &["aws-lc-rs"],
        for_packages: &["poort-tokens", "poort-passkeys", "poort-verifier", "poort-tests", "example-portal"],
    },
    Reserved { prefixes: &["jsonwebtoken"], for_packages: &["poort-tokens", "poort-tests"] },
];
