#!/bin/sh
# The same as a stream: one line per token, "data: [DONE]" at the end. An `event: error` instead would say what broke.
set -eu
curl --silent --show-error --fail-with-body --no-buffer "$RADIUM_BASE_URL/chat/completions" \
  -H "Authorization: Bearer $RADIUM_API_KEY" -H "Content-Type: application/json" \
  -d "{\"model\": \"$RADIUM_MODEL\", \"max_tokens\": 32, \"stream\": true, \"stream_options\": {\"include_usage\": true},
       \"messages\": [{\"role\": \"user\", \"content\": \"Say hello in three words.\"}]}"
