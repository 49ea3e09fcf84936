#!/usr/bin/env bash
# s3-server.sh: prints the path of a real S3 server for tests (Versity's S3 gateway over a folder, Apache-2.0), compiled
# once per machine by Go's ordinary client (about 2 minutes of two cores) into ${XDG_CACHE_HOME:-~/.cache}/radium/s3.
set -euo pipefail
VERSION=v1.8.0
folder=${XDG_CACHE_HOME:-$HOME/.cache}/radium/s3/versitygw-$VERSION
if [ ! -x "$folder/versitygw" ]; then
  command -v go >/dev/null || { echo "s3-server: needs Go (Debian: apt-get install golang)" >&2; exit 1; }
  echo "s3-server: versitygw $VERSION (about 2 minutes)" >&2
  (cd / && CGO_ENABLED=0 GOBIN=$folder go install -trimpath -ldflags "-s -w" "github.com/versity/versitygw/cmd/versitygw@$VERSION") >&2
fi
echo "$folder/versitygw"
