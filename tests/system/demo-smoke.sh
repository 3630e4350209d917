#!/bin/sh
# Runs `bin/perennial demo` and the operators' commands as the README shows them, with an old java on
# the PATH and without JAVA_HOME where an old one is installed. Exits with 0 only if all of it works.
set -eu

root=$(dirname "$(dirname "$(dirname "$(readlink -f "$0")")")")
cd "$root"
unset JAVA_HOME
dir=$(mktemp -d)
demo=

end() {
  if [ -n "$demo" ]; then
    kill -KILL "$demo" 2>/dev/null || true
  fi
  rm -rf "$dir"
}
trap end EXIT
trap 'exit 1' INT TERM

fail() {
  echo "demo-smoke: $1" >&2
  echo "--- output of the demo ---" >&2
  tail -n 60 "$dir/log" >&2 || true
  exit 1
}

# until SECONDS TEXT COMMAND...: asks again and again.
until_true() {
  left=$(($1 * 5))
  what=$2
  shift 2
  until "$@"; do
    left=$((left - 1))
    [ "$left" -gt 0 ] || fail "not in time: $what"
    kill -0 "$demo" 2>/dev/null || fail "the demo has ended, waiting for: $what"
    sleep 0.2
  done
}

# Of the demo, and not of a proxy that the environment may name.
ask() {
  curl --noproxy '*' -sS --max-time 20 "$@"
}

contains() {
  case $1 in *"$2"*) ;; *) fail "no '$2' in: $1" ;; esac
}

perennial() {
  bin/perennial "$@" --state-dir "$dir/state"
}

old_java() {
  for home in /usr/lib/jvm/*; do
    if [ -x "$home/bin/java" ] && ! [ -L "$home" ] && ! grep -q '^JAVA_VERSION="25' "$home/release" 2>/dev/null &&
      "$home/bin/java" -version 2>/dev/null; then
      echo "$home/bin"
      return
    fi
  done
}

old=$(old_java)
if [ -n "$old" ]; then
  PATH=$old:$PATH
  export PATH
  echo "demo-smoke: with an old java on the PATH: $(java -version 2>&1 | head -n 1)"
else
  echo "demo-smoke: no old java is installed, so that part is not shown"
fi

bin/perennial demo --port 0 --state-dir "$dir/state" >"$dir/log" 2>&1 &
demo=$!
# It may have to build first.
until_true 600 "the demo is ready" grep -q '/v1/vnf_instances' "$dir/log"
url=$(sed -n 's|.*\(http://[^ ]*/v1/vnf_instances\).*|\1|p' "$dir/log" | head -n 1)
echo "demo-smoke: ready at $url"

created=$(ask -i "$url" -H 'Content-Type: application/json' -d '{"name": "vnf-1"}')
contains "$created" "201"
contains "$created" "INSTANTIATING"
location=$(echo "$created" | tr -d '\r' | sed -n 's/^[Ll]ocation: *//p')
[ -n "$location" ] || fail "no Location in: $created"
id=${location##*/}
contains "$(ask "$url")" "$id"
contains "$(ask "$url/$id")" '"vnf-1"'
# The conductor moves it along.
is_active() {
  ask "$url/$id" | grep -q '"ACTIVE"'
}
until_true 60 "the record is ACTIVE" is_active
echo "demo-smoke: created, listed, active"

status=$(perennial status) || fail "perennial status: exit $?"
contains "$status" "orchestrator-api"
contains "$status" "orchestrator-conductor"
json=$(perennial status --json) || fail "perennial status --json: exit $?"
contains "$json" '"generation":1'
contains "$json" '"state":"running"'

# Whoever starts another one hears why it does not run, in one plain line.
is_refused() {
  why=$1
  shift
  code=0
  bin/perennial demo "$@" >"$dir/out" 2>"$dir/err" || code=$?
  [ "$code" = 1 ] || fail "a demo that cannot run ended with $code: $(cat "$dir/err")"
  # A shell that starts it in the background has it say so, too.
  [ "$(grep -cF "$why" "$dir/err")" = 1 ] || fail "no line, or two: $(cat "$dir/err")"
  case "$(grep -F "$why" "$dir/err")" in
    "$why"*) ;;
    *) fail "not plain: $(cat "$dir/err")" ;;
  esac
}
is_refused "the state directory $dir/state is in use by process $demo; stop that one" \
  --port 0 --state-dir "$dir/state"
port=${url%/v1/*}
port=${port##*:}
is_refused "cannot listen on 127.0.0.1:$port: address in use by process" \
  --port "$port" --state-dir "$dir/other"
echo "demo-smoke: mistakes of operators"

is_listed() {
  perennial services | grep -q '^orchestrator-conductor '
}
until_true 60 "the conductor has reported" is_listed
host=$(perennial services | sed -n 's/^orchestrator-conductor  *\([^ ]*\) .*/\1/p')
disabled=$(perennial services disable "$host" orchestrator-conductor --reason "new disks") ||
  fail "perennial services disable: exit $?"
contains "$disabled" "new disks"
contains "$(perennial services list)" "disabled"
enabled=$(perennial services enable "$host" orchestrator-conductor) ||
  fail "perennial services enable: exit $?"
contains "$enabled" "enabled"
echo "demo-smoke: services"

perennial reload --wait || fail "perennial reload --wait: exit $?"
contains "$(perennial status --json)" '"generation":2'
contains "$(ask "$url/$id")" '"vnf-1"'
echo "demo-smoke: status, reload"

perennial stop || fail "perennial stop: exit $?"
code=0
wait "$demo" || code=$?
[ "$code" = 0 ] || fail "the demo ended with $code"
demo=
if ask "$url" 2>/dev/null; then
  fail "something still answers at $url"
fi
code=0
perennial status 2>"$dir/err" || code=$?
[ "$code" = 3 ] || fail "perennial status after the end: exit $code instead of 3"
[ ! -e "$dir/state/control.sock" ] || fail "the control socket was left"
echo "demo-smoke: passed"
