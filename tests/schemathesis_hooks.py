"""How schemathesis signs in at a demo of Poort (see `cargo xtask test --only api`)."""

import json
import os

import requests
import schemathesis

with open(os.environ["POORT_DEMO"], encoding="utf-8") as file:
    DEMO = json.load(file)


def api_client():
    """The machine client that the demo's data marks as the example for the API: a platform operator."""
    for client in DEMO["clients"]:
        if client.get("apiExample"):
            return client
    raise SystemExit("demo.json has no client with apiExample = true")


@schemathesis.auth(refresh_interval=600)
class AccessToken:
    """An access token of the client credentials grant, for every operation."""

    def get(self, case, context):
        client = api_client()
        answer = requests.post(
            DEMO["issuer"] + "/v1/token",
            auth=(client["clientId"], client["clientSecret"]),
            data={"grant_type": "client_credentials", "scope": " ".join(client["scopes"])},
            timeout=10,
        )
        answer.raise_for_status()
        return answer.json()["access_token"]

    def set(self, case, data, context):
        case.headers["Authorization"] = f"Bearer {data}"
