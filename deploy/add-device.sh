#!/bin/bash
# At the centre: makes a device known and writes the file with which it joins (install.sh ROLE --join FILE).
#
#   sudo deploy/add-device.sh kiosk kiosk-1
#   sudo deploy/add-device.sh counter counter-Q1 Q1      a counter's display or pad names its counter
#
# The file holds the device's secrets: carry it on a stick, use it once, delete it. Run again, the device gets new
# secrets and the old ones end.
set -euo pipefail

KIND=${1:-} DEVICE=${2:-} COUNTER=${3:-}
DATABASE=/var/lib/bocso/server/centre.db
# shellcheck source-path=SCRIPTDIR
. "$(dirname "${BASH_SOURCE[0]}")/steps/addresses.sh"

stop() {
	printf '%s\n' "$1" >&2
	exit 1
}
case $KIND in
kiosk | board | counter | pad) ;;
*) sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"; exit 2 ;;
esac
[ "$(id -u)" = 0 ] || stop "cần quyền quản trị / needs root: sudo $0 $*"
[[ $DEVICE =~ ^[A-Za-z0-9._-]+$ ]] || stop "mã thiết bị gồm chữ không dấu, số, gạch nối / an id has letters, digits and -"
[ "$DEVICE" != server ] || stop "tên này là của máy chủ / this name is the server's own: server"
[ -e $DATABASE ] || stop "hãy thiết lập trung tâm trước, trên trình duyệt / set the centre up first, in the browser"

address=$(host_of "$(sed -n 's|^[[:blank:]]*public_url[[:blank:]]*=[[:blank:]]*"\(https\{0,1\}://[^"]*\)".*|\1|p' /etc/bocso/server.toml)")
[ -n "$address" ] || stop "thiếu public_url trong / public_url is missing in /etc/bocso/server.toml"

as_server() { setpriv --reuid bocso --regid bocso --clear-groups "$@"; }
folder=$(as_server mktemp -d /var/lib/bocso/server/join.XXXXXX)
trap 'rm -rf "$folder"' EXIT
as_server /opt/bocso/current/bin/bocso export-centre "$folder/centre.json" --database $DATABASE >/dev/null
centre=$(python3 -c 'import json, sys; print(json.load(open(sys.argv[1]))["centre"]["code"])' "$folder/centre.json")
counter=()
if [ -n "$COUNTER" ]; then counter=(--counter "$COUNTER"); fi
as_server /opt/bocso/current/bin/bocso device add --database $DATABASE --id "$DEVICE" --kind "$KIND" "${counter[@]}" \
	--credential-file "$folder/credential" --broker-password-file "$folder/broker-password"
# The server lets it in at the broker by itself, within seconds.
ca=''
if [ -e /etc/bocso/tls/ca.pem ]; then ca=$(grep -v -- ---- /etc/bocso/tls/ca.pem | tr -d '\n=' | tr '+/' '-_'); fi
file=$PWD/$DEVICE.join
(
	umask 077
	rm -f "$file"
	printf '%s=%s\n' kind "$KIND" device "$DEVICE" counter "$COUNTER" centre "$centre" address "$address" \
		credential "$(cat "$folder/credential")" broker_password "$(cat "$folder/broker-password")" ca "$ca" >"$file"
)
echo "Tệp kết nối: / The file to join with: $file"
