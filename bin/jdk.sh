# shellcheck shell=bash
# Sets JAVA_HOME to a JDK 25: the caller's own if it is one, else the first found in the usual folders.
is_jdk25() { [ -x "$1/bin/javac" ] && "$1/bin/javac" -version 2>&1 | grep -q '^javac 25'; }
if ! is_jdk25 "${JAVA_HOME:-/nonexistent}"; then
  JAVA_HOME=
  for candidate in "${RADIUM_JDK:-}" /usr/lib/jvm/* /opt/jdk* "$HOME"/.sdkman/candidates/java/* \
    /Library/Java/JavaVirtualMachines/*/Contents/Home; do
    if is_jdk25 "$candidate"; then
      JAVA_HOME=$candidate
      break
    fi
  done
fi
[ -n "$JAVA_HOME" ] || { echo "radium: no JDK 25 found; install one (for example Temurin 25) or set JAVA_HOME" >&2; exit 1; }
export JAVA_HOME
