#!/bin/sh
# Makes a key that may call one model twice a minute until tomorrow, meets its limit, and revokes it.
set -eu
api() { # key, method, path, body...
  curl --silent --show-error -X "$2" "$RADIUM_BASE_URL$3" \
    -H "Authorization: Bearer $1" -H "Content-Type: application/json" ${4:+-d "$4"}
}

made=$(api "$RADIUM_API_KEY" POST /api-keys "{\"name\": \"curl example\", \"scopes\": [\"inference\"],
  \"allowedModels\": [\"$RADIUM_MODEL\"], \"rateLimit\": {\"requests\": 2, \"windowSeconds\": 60},
  \"expiresAt\": \"$(date -u -d tomorrow +%Y-%m-%dT%H:%M:%SZ)\"}")
id=$(echo "$made" | sed -n 's/.*"id":"\(key_[^"]*\)".*/\1/p')
key=$(echo "$made" | sed -n 's/.*"keyFull":"\([^"]*\)".*/\1/p')
trap 'api "$RADIUM_API_KEY" DELETE "/api-keys/$id"' EXIT

for call in 1 2 3; do
  echo "call $call"
  api "$key" POST /chat/completions \
    "{\"model\": \"$RADIUM_MODEL\", \"max_tokens\": 4, \"messages\": [{\"role\": \"user\", \"content\": \"Hello!\"}]}"
  echo
done
