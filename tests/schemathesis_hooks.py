"""How schemathesis signs in at a demo of Poort (see `cargo xtask test --only api`)."""

import json
import os

import requests
import schemathesis

with open(os.environ["POORT_DEMO"], encoding="utf-8") as file:
    DEMO = json.load(file)


# What a platform operator does not do: these are asked by the administrator of an organisation.
OF_AN_ORGANISATION = ("/v1/persons", "/v1/werkrelaties", "/v1/toekenningen", "/v1/access")


def asks_for(case, _context):
    """Whether an organisation's administrator sends this request."""
    return case.path.startswith(OF_AN_ORGANISATION)


def api_client(of_an_organisation):
    """One of the two machine clients that the demo's data marks as examples for the API."""
    for client in DEMO["clients"]:
        if client.get("apiExample") and ("poort.mandates.write" in client["scopes"]) != of_an_organisation:
            return client
    raise SystemExit("demo.json has no such client with apiExample = true")


@schemathesis.auth(refresh_interval=600, cache_by_key=asks_for)
class AccessToken:
    """An access token of the client credentials grant, for every operation."""

    def get(self, case, context):
        client = api_client(asks_for(case, context))
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


# What no schema can say: check digits, dates that exist, references to what exists.
BEYOND_A_SCHEMA = ("invalidInput", "referencedResourceNotFound")


@schemathesis.check
def form_of_the_document_is_accepted(ctx, response, case):
    """A request of the documented form is never refused for its form."""
    if response.status_code != 400 or case.meta is None or not case.meta.generation.mode.is_positive:
        return
    for issue in response.json().get("issues", [{"type": "no issues"}]):
        kind = issue["type"].rsplit(":", 1)[-1]
        assert kind in BEYOND_A_SCHEMA, f"the document allows what is refused as {kind}: {issue}"
