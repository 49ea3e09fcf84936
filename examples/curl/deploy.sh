#!/bin/sh
# Deploys a model, waits until it is active, calls it by its own address and deletes it.
set -eu
api() { # method, path, body...
  curl --silent --show-error --fail-with-body -X "$1" "$RADIUM_BASE_URL$2" \
    -H "Authorization: Bearer $RADIUM_API_KEY" -H "Content-Type: application/json" ${3:+-d "$3"}
}

id=$(api POST /deployments "{\"name\": \"curl-example-$$\", \"modelId\": \"$RADIUM_MODEL\",
  \"configuration\": {\"minReplicas\": 1, \"maxReplicas\": 1}}" | sed -n 's/.*"id":"\(dep_[^"]*\)".*/\1/p')
trap 'api DELETE "/deployments/$id"' EXIT
echo "deployed $id"

status=pending
while [ "$status" != active ]; do
  [ "$status" != failed ] || { api GET "/deployments/$id"; exit 1; }
  sleep 1
  status=$(api GET "/deployments/$id" | sed -n 's/.*"status":"\([a-z]*\)".*/\1/p')
done
echo "it is active"

api POST "/models/$id/chat/completions" '{"messages": [{"role": "user", "content": "Who are you?"}], "max_tokens": 16}'
