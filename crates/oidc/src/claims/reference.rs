use serde_json::{Map, Value, json};

/// How the source is called in `_claim_names` and `_claim_sources`.
const SOURCE: &str = "poort";

/// Takes claims out, and says where they are instead: distributed claims (OpenID Connect Core 1.0 section 5.6.2). Whoever has the token asks them there, with
/// it.
pub fn refer(claims: &mut Map<String, Value>, names: &[String], endpoint: &str) {
    let taken: Map<String, Value> =
        names.iter().filter_map(|name| claims.remove(name).map(|_| (name.clone(), SOURCE.into()))).collect();
    if !taken.is_empty() {
        claims.insert("_claim_names".to_owned(), taken.into());
        claims.insert("_claim_sources".to_owned(), json!({ SOURCE: { "endpoint": endpoint } }));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_out_is_named_with_its_place() {
        let claims = json!({ "ovam_rol_3d": ["A-b:1"], "ovam_rol_2d": ["A:1"], "vo_id": "x" });
        let mut claims = claims.as_object().unwrap().clone();
        let names = ["ovam_rol_3d", "ovam_rol_2d", "absent"].map(str::to_owned);
        refer(&mut claims, &names, "https://poort.example/op/v1/userinfo");
        let expected = json!({
            "vo_id": "x", "_claim_names": { "ovam_rol_3d": "poort", "ovam_rol_2d": "poort" },
            "_claim_sources": { "poort": { "endpoint": "https://poort.example/op/v1/userinfo" } },
        });
        assert_eq!(Value::Object(claims), expected);
        let mut none = Map::new();
        refer(&mut none, &names, "https://poort.example/op/v1/userinfo");
        assert!(none.is_empty());
    }
}
