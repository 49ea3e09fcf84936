#!/usr/bin/env bash
# Builds a real Kubernetes control plane from Go modules with go's ordinary client, and fetches kubectl and helm.
#   usage: build.sh                 binaries land in ${XDG_CACHE_HOME:-~/.cache}/radium/devcluster/bin/$KUBE_VERSION
#   env:   KUBE_VERSION (v1.36.3)  KWOK_VERSION (v0.8.0)
# About 7 minutes of two cores and 3 GB of module cache once per machine; nothing to do afterwards.
#
# k8s.io/kubernetes replaces its k8s.io/* staging modules by folders in its go.mod, so `go install pkg@version` refuses
# it. A main module of our own that pins every staging module to its published v0.x twin is enough; nothing of
# Kubernetes is copied or edited. etcd is the version that Kubernetes itself pins.
set -euo pipefail
KUBE_VERSION=${KUBE_VERSION:-v1.36.3}
KWOK_VERSION=${KWOK_VERSION:-v0.8.0}
CACHE=${XDG_CACHE_HOME:-$HOME/.cache}/radium/devcluster
BIN=$CACHE/bin/$KUBE_VERSION
MODULE=$CACHE/mod/$KUBE_VERSION
export CGO_ENABLED=0 GOFLAGS=-trimpath

missing() { # component...: those that are not there yet
  local component
  for component in "$@"; do [ -x "$BIN/$component" ] || echo "$component"; done
}

write_main_module() { # the same versions as Kubernetes' own go.mod, staging modules at their published twins
  local staging=v0.${KUBE_VERSION#v1.} theirs
  theirs=$(cd / && GOFLAGS='' go mod download -json "k8s.io/kubernetes@$KUBE_VERSION" | sed -n 's/.*"GoMod": "\(.*\)",*/\1/p')
  {
    echo "module devcluster.invalid/controlplane"
    sed -n -e 's/^go /go /p' -e 's/^godebug /godebug /p' "$theirs"
    echo "require k8s.io/kubernetes $KUBE_VERSION"
    awk -v staging="$staging" '
      $1=="require" && $2=="(" { inside=1; next }
      inside && $1==")"        { inside=0 }
      inside && NF>=2          { print "require " $1 " " ($2=="v0.0.0" ? staging : $2) }' "$theirs"
    awk -v staging="$staging" '
      $1=="replace" && $2=="("                         { inside=1; next }
      inside && $1==")"                                { inside=0 }
      inside && $2=="=>" && $3 ~ /^\.\/staging\//      { print "replace " $1 " => " $1 " " staging }' "$theirs"
  } > go.mod
}

build_control_plane() { # component...
  local packages=() component flags="-s -w" package
  for component in "$@"; do
    case $component in
      etcd) packages+=(go.etcd.io/etcd/server/v3) ;;
      *) packages+=("k8s.io/kubernetes/cmd/$component") ;;
    esac
  done
  mkdir -p "$MODULE"
  cd "$MODULE"
  write_main_module
  GOFLAGS=-mod=mod go list -deps "${packages[@]}" > deps.txt   # downloads the modules, fills go.sum
  for package in k8s.io/component-base/version k8s.io/client-go/pkg/version; do
    flags="$flags -X $package.gitVersion=$KUBE_VERSION -X $package.gitMajor=1 -X $package.gitTreeState=clean"
    flags="$flags -X $package.gitMinor=$(cut -d. -f2 <<< "$KUBE_VERSION")"
  done
  go build -mod=mod -ldflags "$flags" -o "$BIN/" "${packages[@]}"
  local name
  for name in v3 server; do   # etcd's main package is the module's root
    [ ! -e "$BIN/$name" ] || mv "$BIN/$name" "$BIN/etcd"
  done
}

mkdir -p "$BIN"
mapfile -t todo < <(missing etcd kube-apiserver kube-controller-manager kube-scheduler)
mapfile -t more < <(missing kwok kubectl helm)
if [ $((${#todo[@]} + ${#more[@]})) -eq 0 ]; then
  echo "build: all present in $BIN"
  exit 0
fi
command -v go > /dev/null || { echo "build: needs Go (Debian: apt-get install golang)" >&2; exit 1; }
if [ ${#todo[@]} -gt 0 ]; then
  echo "build: ${todo[*]} (about 7 minutes of two cores)"
  (build_control_plane "${todo[@]}")
fi
if [ ! -x "$BIN/kwok" ]; then
  echo "build: kwok"
  (cd / && GOBIN=$BIN go install -ldflags "-s -w" "sigs.k8s.io/kwok/cmd/kwok@$KWOK_VERSION")
fi
"$(dirname "$0")/tools.sh" "$BIN"
echo "build: done, $BIN"
