use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use oidc::relying::Authentication;
use tokens::keys::{Algorithm, SigningKey};

use super::*;

#[test]
fn other_providers_are_read_and_the_mistakes_of_all_are_told() {
    let files = Files::new("upstream");
    let secret = files.write("secret", "geheim\n");
    let sound = format!(
        "[[upstream]]\nid = 'itsme'\nname = 'itsme'\nissuer = 'https://idp.example/v2'\nclient_id = 'poort'\n\
         client_secret_file = '{secret}'\nscopes = ['openid', 'eid']\ninsz_claim = 'BENationalNumber'\n\
         acr = {{ 'tag:high' = 'urn:be:vlaanderen:authmech:itsme' }}\ndefault_acr = 'urn:be:vlaanderen:authmech:csamsms'\n"
    );
    let parse = |text: &str| Config::parse(&format!("{}{text}", files.least()), &variables(&[])).map(|config| config.upstream);
    assert!(parse("").unwrap().is_empty());
    let read = parse(&sound).unwrap();
    assert_eq!((read[0].id.as_str(), read[0].scopes.len()), ("itsme", 2));
    assert!(matches!(&read[0].authentication, Authentication::ClientSecretBasic(secret) if secret.expose() == "geheim"));
    assert_eq!(read[0].worth(Some("tag:high")), "urn:be:vlaanderen:authmech:itsme");
    assert!(!format!("{read:?}").contains("geheim") && read[0].insz_claim.as_deref() == Some("BENationalNumber"));
    let linking = parse(&sound.replace("insz_claim = 'BENationalNumber'", "links = true")).unwrap();
    assert_eq!(linking[0].insz_claim, None);
    let both = parse(&format!("{sound}links = true\n")).unwrap_err();
    assert_eq!(keys(&both), ["upstream[0].insz_claim"], "{both}");
    let broken = sound
        .replace("https://idp", "http://idp")
        .replace("'openid', ", "")
        .replace("authmech:itsme", "authmech:magic")
        .replace("insz_claim", "inszclaim");
    let mistakes = parse(&format!("{sound}{broken}")).unwrap_err();
    let expected = [
        "upstream[1].id",
        "upstream[1].issuer",
        "upstream[1].scopes",
        "upstream[1].insz_claim",
        "upstream[1].acr.tag:high",
        "upstream[1].inszclaim",
    ];
    assert_eq!(keys(&mistakes), expected, "{mistakes}");
}

#[test]
fn poort_proves_itself_to_a_provider_with_a_secret_or_with_keys() {
    let files = Files::new("upstream-keys");
    let pem = |key: &SigningKey| {
        let body = STANDARD.encode(key.to_pkcs8().unwrap());
        format!("-----BEGIN PRIVATE KEY-----\n{body}\n-----END PRIVATE KEY-----\n")
    };
    let (signer, next) = (SigningKey::generate(Algorithm::ES256).unwrap(), SigningKey::generate(Algorithm::RS256).unwrap());
    let (first, second) = (files.write("first.pem", &pem(&signer)), files.write("second.pem", &pem(&next)));
    let (secret, empty) = (files.write("secret", "geheim\n"), files.write("empty", "\n"));
    let parse = |lines: &str| {
        let text = format!(
            "{}[[upstream]]\nid = 'itsme'\nname = 'itsme'\nissuer = 'https://idp.example'\nclient_id = 'poort'\nscopes = ['openid']\n\
             insz_claim = 'rrn'\ndefault_acr = 'urn:be:vlaanderen:authmech:itsme'\n{lines}",
            files.least()
        );
        Config::parse(&text, &variables(&[])).map(|config| config.upstream.into_iter().next().unwrap())
    };
    let read = parse(&format!("signing_key_files = ['{first}', '{second}']\ndecryption_key_files = ['{second}']\n")).unwrap();
    let named: Vec<_> =
        read.own_keys()["keys"].as_array().unwrap().iter().map(|key| key["kid"].as_str().unwrap().to_owned()).collect();
    assert_eq!(named, [signer.kid().as_str(), next.kid().as_str(), next.kid().as_str()]);
    let Authentication::PrivateKeyJwt { signer: own, .. } = &read.authentication else { panic!() };
    assert_eq!(own.kid(), signer.kid());
    let post = parse(&format!("client_secret_file = '{secret}'\ntoken_endpoint_auth_method = 'client_secret_post'\n")).unwrap();
    assert!(matches!(&post.authentication, Authentication::ClientSecretPost(secret) if secret.expose() == "geheim"));
    let (proof, method) = ("upstream[0].client_secret_file", "upstream[0].token_endpoint_auth_method");
    for (lines, expected) in [
        (String::new(), proof),
        (format!("client_secret_file = '{secret}'\nsigning_key_files = ['{first}']"), proof),
        (format!("client_secret_file = '{empty}'"), proof),
        (format!("client_secret_file = '{secret}'\ntoken_endpoint_auth_method = 'private_key_jwt'"), method),
        (format!("signing_key_files = ['{first}']\ntoken_endpoint_auth_method = 'client_secret_basic'"), method),
        (format!("signing_key_files = ['{secret}']"), "upstream[0].signing_key_files[0]"),
        ("signing_key_files = []".to_owned(), "upstream[0].signing_key_files"),
        (format!("client_secret_file = '{secret}'\ndecryption_key_files = ['{first}']"), "upstream[0].decryption_key_files[0]"),
    ] {
        let mistakes = parse(&lines).unwrap_err();
        assert_eq!(keys(&mistakes), [expected], "{lines}: {mistakes}");
    }
}
