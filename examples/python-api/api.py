"""An API that accepts Poort's access tokens and refuses everything else: Authlib verifies, the role claim decides.

    python api.py <issuer> <audience> [port]

GET /organisaties/<kbo>/meldingen is for who holds OVAM Gebruiker with the context MATIS melder for that organisation.
"""

import json
import re
import sys
import threading
import time
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from authlib.oauth2 import OAuth2Error, ResourceProtector
from authlib.oauth2.rfc6750.errors import InvalidTokenError
from authlib.oauth2.rfc9068 import JWTBearerTokenValidator
from joserfc.errors import JoseError
from joserfc.jws import extract_compact

ROLES = "ovam_CNR_rol_3d"
KEYS_KEPT = 300  # seconds; a new key stands in the JWKS that long before it signs
LEAST_BETWEEN = 10  # seconds between two questions to the issuer, whatever tokens come in


class PoortTokens(JWTBearerTokenValidator):
    """Authlib holds iss, aud, exp, sub, client_id and jti against what they must be; this adds the algorithm, the type and fresh keys."""

    def __init__(self, issuer, audience, algorithm="ES256"):
        super().__init__(issuer, audience)
        self.algorithm, self.keys, self.fetched, self.lock = algorithm, {"keys": []}, 0.0, threading.Lock()

    def authenticate_token(self, token_string):
        try:
            header = extract_compact(token_string.encode()).headers()
        except (JoseError, ValueError) as error:
            raise InvalidTokenError() from error
        # A token does not choose its algorithm, and an ID token is no access token (RFC 8725 sections 3.1 and 3.11).
        if header.get("alg") != self.algorithm or str(header.get("typ")).lower() != "at+jwt":
            raise InvalidTokenError()
        self.refresh(header.get("kid"))
        if not any(key["kid"] == header.get("kid") for key in self.keys["keys"]):
            raise InvalidTokenError()
        return super().authenticate_token(token_string)

    def get_jwks(self):
        return self.keys

    def refresh(self, kid):
        """Asks the issuer for its keys when they are old, or when one is named that is not known."""
        with self.lock:
            age = time.monotonic() - self.fetched
            known = any(key["kid"] == kid for key in self.keys["keys"])
            if self.fetched and (age < LEAST_BETWEEN or (known and age < KEYS_KEPT)):
                return
            server = fetch(f"{self.issuer}/.well-known/openid-configuration")
            if server["issuer"] != self.issuer:
                raise ValueError("the discovery document is another issuer's")
            self.keys, self.fetched = fetch(server["jwks_uri"]), time.monotonic()


def fetch(url):
    with urllib.request.urlopen(url, timeout=5) as answer:
        return json.load(answer)


def may(token, right, context, kbo):
    """`<Recht>-<context>:<orgcode>`, to the letter: what is not there is not held."""
    return f"{right}-{context}:{kbo}" in token.get(ROLES, [])


class Api(BaseHTTPRequestHandler):
    tokens = ResourceProtector()

    def do_GET(self):
        try:
            token = self.tokens.validate_request(None, self)
        except OAuth2Error as error:
            return self.answer(error.status_code, dict(error.get_body()), dict(error.get_headers()))
        except (OSError, ValueError) as error:
            self.log_error("the issuer's keys: %s", error)
            return self.answer(503, {"error": "temporarily_unavailable"})
        path = re.fullmatch(r"/organisaties/([0-9]{10})/meldingen", self.path)
        if not path:
            return self.answer(404, {"error": "not_found"})
        if not may(token, "OVAMGebruiker", "MATIS_melder", path[1]):
            return self.answer(403, {"error": "insufficient_rights"})
        return self.answer(200, {"organisation": path[1], "by": token.get("vo_id"), "items": []})

    def answer(self, status, body, headers=None):
        content = json.dumps(body).encode()
        self.send_response(status)
        for name, value in {**(headers or {}), "Content-Type": "application/json", "Content-Length": str(len(content))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, format, *arguments):
        sys.stderr.write(f"{format % arguments}\n")


if __name__ == "__main__":
    Api.tokens.register_token_validator(PoortTokens(sys.argv[1], sys.argv[2]))
    server = ThreadingHTTPServer(("127.0.0.1", int(sys.argv[3]) if len(sys.argv) > 3 else 3001), Api)
    print(f"the API of {sys.argv[2]} listens on http://127.0.0.1:{server.server_port}", flush=True)
    server.serve_forever()
