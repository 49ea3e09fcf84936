#!/usr/bin/env bash
# kubeflow.sh: prints the folder with Kubeflow trainer's own definitions of TrainJob and TrainingRuntime (Apache-2.0), fetched as a Go
# module by go's ordinary client, for the tests of what speaks to them.
set -euo pipefail
MODULE=github.com/kubeflow/trainer/v2@v2.0.0
command -v go >/dev/null || { echo "kubeflow: needs Go (Debian: apt-get install golang)" >&2; exit 1; }
folder=$(cd / && go mod download -json "$MODULE" | sed -n 's/.*"Dir": "\(.*\)",*/\1/p')
echo "$folder/manifests/base/crds"
