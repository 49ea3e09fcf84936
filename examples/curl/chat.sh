#!/bin/sh
# Asks a question and prints the reply as it comes: JSON as of OpenAI's API.
set -eu
curl --silent --show-error --fail-with-body "$RADIUM_BASE_URL/chat/completions" \
  -H "Authorization: Bearer $RADIUM_API_KEY" -H "Content-Type: application/json" \
  -d "{\"model\": \"$RADIUM_MODEL\", \"max_tokens\": 32,
       \"messages\": [{\"role\": \"user\", \"content\": \"Say hello in three words.\"}]}"
