#!/bin/bash
# Run each day and at each boot by bocso-certificates.timer: makes the machine's certificate anew in its last month, or
# when a power cut left half of one, and brings it to the broker. The server takes a new one by itself.
set -euo pipefail

TLS=/etc/bocso/tls
CERTS=/etc/mosquitto/certs

/opt/bocso/current/bin/bocso certificates renew --folder $TLS
[ "$(stat -c %U $TLS/server.key)" = bocso ] || chown bocso:bocso $TLS/server.key # one that had been lost
cmp -s $TLS/server.pem $CERTS/bocso.pem && cmp -s $TLS/server.key $CERTS/bocso.key && exit 0
# Each whole on the disk before it takes its place: an empty key would keep the broker from starting.
install -m 600 -o mosquitto -g mosquitto $TLS/server.key $CERTS/bocso.key.new
install -m 644 $TLS/server.pem $CERTS/bocso.pem.new
sync $CERTS/bocso.key.new $CERTS/bocso.pem.new
mv $CERTS/bocso.key.new $CERTS/bocso.key
mv $CERTS/bocso.pem.new $CERTS/bocso.pem
# One that could not start with what was there has been given up by systemd, and starts now.
if [ -d /run/systemd/system ] && systemctl is-enabled -q mosquitto; then
	systemctl reset-failed mosquitto || true
	systemctl restart mosquitto
fi
