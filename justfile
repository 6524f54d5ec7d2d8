# The daily commands. `just` lists them; all are also plain cargo commands.

[private]
default:
    @just --list --unsorted

# Poort with fictional data, on http://127.0.0.1:8080
demo *arguments:
    cargo run --release -- demo {{ arguments }}

# Every test, on SQLite and PostgreSQL
test *arguments:
    cargo xtask test {{ arguments }}

# The tests of one crate on both databases: just test-crate storage [filter]
test-crate crate *filter:
    cargo xtask postgres -- cargo test --package poort-{{ crate }} {{ filter }}

# Format, lints, documentation, OpenAPI drift, licences
check *arguments:
    cargo xtask check {{ arguments }}

# Fast answer while typing: does it compile without warnings?
lint:
    cargo clippy --quiet --workspace --all-targets

# Format what there is to format
format:
    cargo fmt --all

# Renew openapi/poort.json from the code
openapi:
    cargo run --quiet -- openapi > target/poort.openapi.json
    mv target/poort.openapi.json openapi/poort.json

# Measure, beside the floor of the same run: just bench --only store
bench *arguments:
    cargo xtask bench {{ arguments }}

# A PostgreSQL prompt on a throw-away cluster
psql:
    cargo xtask postgres -- sh -c 'psql "$POORT_TEST_POSTGRESQL_URL"'

# What CI runs
ci:
    .ci/run
