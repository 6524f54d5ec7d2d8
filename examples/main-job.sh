#!/usr/bin/env bash
# What Poort is for, from beginning to end, against a running demo: an administrator of a company adds a colleague by number, couples her to the company,
# grants her a right and gives her an account; she signs in, and what her token says is verified and printed.
#
#   main-job.sh [demo.json]        (default: poort-demo/demo.json)
#
# Needs bash, curl, python3 (only its standard library: to read JSON and forms) and openssl (to verify the signature). Ends with another status than 0
# at the first thing that is not as it should be. Can be repeated: who was added stays, and gets a new password.
set -euo pipefail

demo=${1:-poort-demo/demo.json}
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

fail() { echo "main-job: $*" >&2; exit 1; }
step() { echo; echo "== $*"; }
for needed in curl python3 openssl; do command -v "$needed" > /dev/null || fail "$needed is not on this machine"; done
[ -r "$demo" ] || fail "$demo cannot be read: start a demo first (poort demo), and name its demo.json"

# What bash and curl cannot do: read JSON, fill in a form, turn a key and a signature into what openssl reads.
cat > "$work/tool.py" <<'PYTHON'
import base64, json, sys, time
from html.parser import HTMLParser
from urllib.parse import urlencode, urljoin


def decode(text):
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))


def get(file, *path):
    """A value of a JSON file; `key=value` in a path takes the first element of a list that has it."""
    value = json.load(open(file, encoding="utf-8"))
    for part in path:
        if isinstance(value, dict):
            value = value[part]
        elif "=" in part:
            key, wanted = part.split("=", 1)
            value = next(one for one in value if str(one.get(key)) == wanted)
        else:
            value = value[int(part)]
    print(value if isinstance(value, str) else json.dumps(value))


class Form(HTMLParser):
    """The first form of a page: where it goes, what is filled in, what can be chosen and what is to be filled in."""

    def __init__(self):
        super().__init__()
        self.action, self.values, self.choices, self.fields, self.heading, self.inside = None, {}, [], [], "", None

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        self.inside = tag
        if tag == "form" and self.action is None:
            self.action = attributes["action"]
        elif tag == "input" and attributes.get("type") == "hidden":
            self.values[attributes["name"]] = attributes["value"]
        elif tag == "input" and attributes.get("type") == "radio":
            self.choices.append([attributes["name"], attributes["value"], ""])
        elif tag == "input":
            self.fields.append(attributes["name"])

    def handle_data(self, text):
        if self.inside == "h1":
            self.heading += text.strip()
        if self.choices:
            self.choices[-1][2] += text


def form(page, address, choose, *known):
    """Writes the answer to a form as a configuration of curl."""
    parsed = Form()
    parsed.feed(open(page, encoding="utf-8").read())
    if parsed.action is None:
        sys.exit("the page has no form: " + parsed.heading)
    known = dict(pair.split("=", 1) for pair in known)
    for name, value, label in parsed.choices:
        if choose in label:
            parsed.values[name] = value
    for name in parsed.fields:
        parsed.values[name] = known[name]
    print(f'url = "{urljoin(address, parsed.action)}"')
    print(f'data = "{urlencode(parsed.values)}"')


def key(jwks, token, directory):
    """Writes for openssl the public key that an ES256 token names, what was signed, and the signature."""
    header, claims, signature = token.split(".")
    told = json.loads(decode(header))
    if told["alg"] != "ES256":
        sys.exit("ES256 expected, " + told["alg"] + " found")
    public = next(one for one in json.load(open(jwks, encoding="utf-8"))["keys"] if one["kid"] == told["kid"])
    # SubjectPublicKeyInfo of a point on P-256 (RFC 5480), and a signature as two integers in DER.
    point = bytes.fromhex("3059301306072a8648ce3d020106082a8648ce3d03010703420004") + decode(public["x"]) + decode(public["y"])
    halves = [int.from_bytes(half, "big") for half in (decode(signature)[:32], decode(signature)[32:])]
    integers = [number.to_bytes(number.bit_length() // 8 + 1, "big") for number in halves]
    body = b"".join(b"\x02" + bytes([len(number)]) + number for number in integers)
    for name, content in ("key.der", point), ("signed", f"{header}.{claims}".encode()), ("signature", b"\x30" + bytes([len(body)]) + body):
        with open(f"{directory}/{name}", "wb") as file:
            file.write(content)


def claims(token, issuer, audience, nonce):
    """Prints the claims of a token with the right issuer, audience and nonce that has not expired."""
    found = json.loads(decode(token.split(".")[1]))
    audiences = found["aud"] if isinstance(found["aud"], list) else [found["aud"]]
    for what, right in {
        "iss": found["iss"] == issuer,
        "aud": audience in audiences,
        "exp": found["exp"] > time.time(),
        "nonce": found.get("nonce") == nonce,
    }.items():
        if not right:
            sys.exit(f"the claim {what} is not what it should be")
    print(json.dumps(found, indent=2, ensure_ascii=False))


def roles(file, claim, *expected):
    """Holds a role claim against all that it should have, and no more."""
    found = sorted(json.load(open(file, encoding="utf-8")).get(claim, []))
    if found != sorted(expected):
        sys.exit(f"{claim} is {found}, expected {sorted(expected)}")


def address(base, *query):
    print(base + "?" + urlencode([tuple(pair.split("=", 1)) for pair in query]))


globals()[sys.argv[1]](*sys.argv[2:])
PYTHON
tool() { python3 "$work/tool.py" "$@"; }

issuer=$(tool get "$demo" issuer)
api=$(tool get "$demo" api)
base=${api%/v1}

# api <token> <method> <path> [<body>]: the answer is in $work/answer, its status is printed.
api() {
    local body=()
    [ $# -lt 4 ] || body=(--header 'Content-Type: application/json' --data-binary "$4")
    printf 'header = "Authorization: Bearer %s"\n' "$1" | curl --silent --show-error --config - --output "$work/answer" \
        --write-out '%{http_code}' --request "$2" "${body[@]}" "$api$3"
}

# expect <status...> -- <api arguments>: fails on every other status, with what the API says.
expect() {
    local statuses=" "
    while [ "$1" != -- ]; do statuses+="$1 "; shift; done
    shift
    local status
    status=$(api "$@")
    case "$statuses" in
        *" $status "*) ;;
        *) fail "$2 $3 answers $status: $(cat "$work/answer")" ;;
    esac
}

base64url() { openssl base64 -A | tr '+/' '-_' | tr -d '='; }

# sign_in <name> <password> <new password> <client> <scope> <organisation>: as a browser does, with PKCE; the tokens are in $work/tokens.
sign_in() {
    local name=$1 password=$2 new=$3 client=$4 scope=$5 organisation=$6
    local jar="$work/cookies.$name" verifier state redirect next answer status
    verifier=$(openssl rand 32 | base64url)
    state=$(openssl rand 16 | base64url)
    nonce=$(openssl rand 16 | base64url)
    redirect=$(tool get "$demo" clients "clientId=$client" redirectUris 0)
    next=$(tool address "$issuer/v1/auth" response_type=code "client_id=$client" "redirect_uri=$redirect" "scope=$scope" "state=$state" \
        "nonce=$nonce" code_challenge_method=S256 "code_challenge=$(printf %s "$verifier" | openssl dgst -sha256 -binary | base64url)")
    printf 'url = "%s"\n' "$next" > "$work/request"
    for _ in 1 2 3 4 5 6 7 8; do
        answer=$(curl --silent --show-error --config "$work/request" --cookie "$jar" --cookie-jar "$jar" --output "$work/page" \
            --write-out '%{http_code} %{redirect_url}')
        status=${answer%% *} next=${answer#* }
        if [ -z "$next" ]; then
            [ "$status" = 200 ] || fail "signing in as $name: $status: $(sed -n 's/.*role="alert"[^>]*>\([^<]*\).*/\1/p; s/.*<h1>\([^<]*\).*/\1/p' "$work/page" | tr '\n' ' ')"
            tool form "$work/page" "$base/" "$organisation" "username=$name" "password=$password" "current=$password" "new=$new" "repeat=$new" > "$work/request"
        elif [ "${next#"$redirect"}" != "$next" ]; then
            break
        else
            printf 'url = "%s"\n' "$next" > "$work/request"
        fi
    done
    case "$next" in
        "$redirect?"*"state=$state"*) ;;
        *) fail "signing in as $name ends at ${next%%\?*}, not at $redirect" ;;
    esac
    local code secret=()
    code=$(printf %s "$next" | sed -n 's/.*[?&]code=\([^&]*\).*/\1/p')
    [ -n "$code" ] || fail "signing in as $name gives no code: $next"
    secret=(--data-urlencode "client_id=$client")
    if [ "$(tool get "$demo" clients "clientId=$client" kind)" = confidential ]; then
        secret=(--user "$client:$(tool get "$demo" clients "clientId=$client" clientSecret)")
    fi
    curl --silent --show-error --fail-with-body --output "$work/tokens" "${secret[@]}" --data grant_type=authorization_code \
        --data-urlencode "code=$code" --data-urlencode "redirect_uri=$redirect" --data-urlencode "code_verifier=$verifier" "$issuer/v1/token" \
        || fail "the code of $name gives no token: $(cat "$work/tokens")"
}

# administrator <name> <organisation>: prints an access token for the API.
administrator() {
    local scopes='poort.persons.read poort.persons.write poort.werkrelaties.read poort.werkrelaties.write poort.toekenningen.read poort.toekenningen.write'
    sign_in "$1" "$(tool get "$demo" personas "username=$1" password)" - beheer "openid $scopes" "$2"
    tool get "$work/tokens" access_token
}

company=$(tool get "$demo" organisations 'name=Bodemwerken Janssens (fictief)' id)
kbo=$(tool get "$demo" organisations "id=$company" kbo)

step "Veerle administers Bodemwerken Janssens ($kbo): she signs in"
veerle=$(administrator veerle "Bodemwerken Janssens")
echo "signed in, with an access token for $api"

step "She adds a colleague by number: name, birth date and sex come from the person register"
insz=$(tool get "$demo" candidates 0 insz)
expect 201 200 -- "$veerle" POST /persons "{\"insz\": \"$insz\", \"reason\": \"nieuwe collega\"}"
person=$(tool get "$work/answer" id)
echo "$(tool get "$demo" candidates 0 name) is $person from now on: the number goes nowhere else"

step "She couples her to the company, as vaste medewerker"
expect 200 -- "$veerle" GET "/werkrelaties?person=$person&organisation=$company"
if [ "$(tool get "$work/answer" items)" = "[]" ]; then
    expect 201 -- "$veerle" POST /werkrelaties "{\"person\": \"$person\", \"organisation\": \"$company\", \"doelgroep\": \"EA\",
        \"category\": \"vasteMedewerker\", \"email\": \"lena@bodemwerken.example\", \"reason\": \"nieuwe collega\"}"
    werkrelatie=$(tool get "$work/answer" id)
else
    werkrelatie=$(tool get "$work/answer" items 0 id)
fi
echo "werkrelatie $werkrelatie"

step "She grants her OVAM Gebruiker, as melder in MATIS and indiener of non-conformiteiten"
expect 200 -- "$veerle" GET "/toekenningen?werkrelatie=$werkrelatie&right=OVAMGebruiker"
if [ "$(tool get "$work/answer" items)" = "[]" ]; then
    expect 201 -- "$veerle" POST /toekenningen "{\"werkrelatie\": \"$werkrelatie\", \"right\": \"OVAMGebruiker\",
        \"contexts\": [\"MatisMelder\", \"NonConformiteitenIndiener\"], \"reason\": \"volgt de bodemdossiers op\"}"
fi
echo "granted"

step "She gives her an account"
status=$(api "$veerle" POST "/persons/$person/account" '{"username": "lena"}')
if [ "$status" != 201 ]; then
    expect 200 -- "$veerle" POST "/persons/$person/account/password" '{}'
fi
temporary=$(tool get "$work/answer" temporaryPassword)
echo "user name lena, with a temporary password that she changes when she first signs in"

step "An administrator of another company sees nothing of all this"
maarten=$(administrator maarten "Grondig Advies")
expect 404 -- "$maarten" GET "/persons/$person"
expect 404 -- "$maarten" GET "/werkrelaties/$werkrelatie"
echo "not found, for him"

step "Lena signs in at the portal of OVAM"
sign_in lena "$temporary" "een zin met $(openssl rand -hex 8)" ovam-portaal "openid profile vo ovam_cnr" "Bodemwerken Janssens"
token=$(tool get "$work/tokens" id_token)
echo "signed in"

step "The portal verifies her token with the public key of Poort"
curl --silent --show-error --fail --output "$work/jwks" "$issuer/v1/keys"
tool key "$work/jwks" "$token" "$work"
openssl pkey -pubin -inform DER -in "$work/key.der" -out "$work/key.pem"
openssl dgst -sha256 -verify "$work/key.pem" -signature "$work/signature" "$work/signed" || fail "the signature is not Poort's"
tool claims "$token" "$issuer" ovam-portaal "$nonce" > "$work/claims"
cat "$work/claims"
tool roles "$work/claims" ovam_CNR_rol_3d "OVAMGebruiker-MATIS_melder:$kbo" "OVAMGebruiker-nonconformiteiten_indiener:$kbo"

echo
echo "Done: what an administrator granted is what the portal reads, signed."
