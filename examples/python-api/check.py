"""Gets tokens from a running demo and holds the answers of the API against what they say.

    python check.py <demo.json>
"""

import base64
import hashlib
import json
import re
import secrets
import subprocess
import sys
import urllib.error
import urllib.parse
import urllib.request
from html import unescape
from http.cookiejar import CookieJar
from pathlib import Path

DEMO = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
CLIENTS = {client["clientId"]: client for client in DEMO["clients"]}
COMPANY, OTHER = "0999013490", "0999014183"


class Stay(urllib.request.HTTPRedirectHandler):
    """Follows redirects, but not to the application: it does not run."""

    def redirect_request(self, request, body, code, message, headers, url):
        return super().redirect_request(request, body, code, message, headers, url) if url.startswith(DEMO["issuer"].removesuffix("/op")) else None


def sign_in(username, client, scope):
    """The tokens of a person: the code flow with PKCE, as a browser and a portal do it together."""
    verifier, state = secrets.token_urlsafe(32), secrets.token_urlsafe(16)
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=").decode()
    redirect = client["redirectUris"][0]
    question = {"response_type": "code", "client_id": client["clientId"], "redirect_uri": redirect, "scope": scope, "state": state,
                "nonce": secrets.token_urlsafe(16), "code_challenge": challenge, "code_challenge_method": "S256"}
    browser = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(CookieJar()), Stay)
    password = next(one["password"] for one in DEMO["personas"] if one["username"] == username)
    page = browser.open(f"{DEMO['issuer']}/v1/auth?{urllib.parse.urlencode(question)}")
    while True:
        html, known = page.read().decode(), {"username": username, "password": password}
        fields = {}
        for tag in re.findall(r"<input\b[^>]*>", html):
            name, kind, value = (re.search(rf'\s{key}="([^"]*)"', tag) for key in ("name", "type", "value"))
            if kind[1] == "hidden" or (kind[1] == "radio" and name[1] not in fields):
                fields[name[1]] = unescape(value[1])
            elif name[1] in known:
                fields[name[1]] = known[name[1]]
        action = urllib.parse.urljoin(page.url, unescape(re.search(r'<form\b[^>]*\saction="([^"]*)"', html)[1]))
        origin = {"Origin": DEMO["issuer"].removesuffix("/op"), "Sec-Fetch-Site": "same-origin"}
        try:
            page = browser.open(urllib.request.Request(action, urllib.parse.urlencode(fields).encode(), origin))
        except urllib.error.HTTPError as answer:
            if answer.code not in (302, 303):
                raise
            returned = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(answer.headers["Location"]).query))
            assert returned["state"] == state, "another state came back"
            return tokens(client, grant_type="authorization_code", code=returned["code"], redirect_uri=redirect, code_verifier=verifier)


def tokens(client, **form):
    credentials = base64.b64encode(f"{client['clientId']}:{client['clientSecret']}".encode()).decode()
    headers = {"Authorization": f"Basic {credentials}"}
    request = urllib.request.Request(f"{DEMO['issuer']}/v1/token", urllib.parse.urlencode(form).encode(), headers)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return json.load(answer)


def status(address, token, kbo=COMPANY):
    request = urllib.request.Request(f"{address}/organisaties/{kbo}/meldingen", headers={"Authorization": f"Bearer {token}"} if token else {})
    try:
        with urllib.request.urlopen(request, timeout=10) as answer:
            return answer.status
    except urllib.error.HTTPError as answer:
        challenged = answer.headers.get("WWW-Authenticate", "").lower().startswith("bearer")
        return answer.code if answer.code != 401 or challenged else "401 without a challenge"


def changed(token):
    """The same token with another claim, and the signature of the first."""
    header, claims, signature = token.split(".")
    told = json.loads(base64.urlsafe_b64decode(claims + "=" * (-len(claims) % 4)))
    told["ovam_CNR_rol_3d"] = [f"OVAMGebruiker-MATIS_melder:{OTHER}"]
    return f"{header}.{base64.urlsafe_b64encode(json.dumps(told).encode()).rstrip(b'=').decode()}.{signature}"


def main():
    portal = CLIENTS["ovam-portaal"]
    melder = sign_in("stijn", portal, "openid profile vo ovam_cnr")
    machine = tokens(CLIENTS["hr-zandmeer"], grant_type="client_credentials", scope="poort.werkrelaties.read")
    unsigned = base64.urlsafe_b64encode(b'{"alg":"none","typ":"at+jwt"}').rstrip(b"=").decode() + "." + melder["access_token"].split(".")[1] + "."
    api = subprocess.Popen([sys.executable, str(Path(__file__).with_name("api.py")), DEMO["issuer"], portal["clientId"], "0"],
                           stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)
    try:
        address = re.search(r"http://\S+", api.stdout.readline())[0]
        checks = {
            "who holds the right is let in": (200, status(address, melder["access_token"])),
            "for another organisation he is not": (403, status(address, melder["access_token"], OTHER)),
            "no token": (401, status(address, None)),
            "what is no token": (401, status(address, "x.y.z")),
            "an ID token": (401, status(address, melder["id_token"])),
            "a token for another audience": (401, status(address, machine["access_token"])),
            "a token without a signature": (401, status(address, unsigned)),
            "a token that was changed": (401, status(address, changed(melder["access_token"]), OTHER)),
        }
    finally:
        api.kill()
        api.wait()
    failed = 0
    for name, (expected, found) in checks.items():
        failed += expected != found
        print(f"pass  Authlib: {name}" if expected == found else f"FAIL  Authlib: {name}\n      {expected} expected, {found} found")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
