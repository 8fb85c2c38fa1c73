#!/bin/bash
# Run each day by bocso-certificates.timer: makes the machine's certificate anew in its last month, and brings it to the
# broker. The server takes a new one by itself.
set -euo pipefail

TLS=/etc/bocso/tls
CERTS=/etc/mosquitto/certs

/opt/bocso/current/bin/bocso certificates renew --folder $TLS
cmp -s $TLS/server.pem $CERTS/bocso.pem && cmp -s $TLS/server.key $CERTS/bocso.key && exit 0
install -m 600 -o mosquitto -g mosquitto $TLS/server.key $CERTS/bocso.key
install -m 644 $TLS/server.pem $CERTS/bocso.pem
if [ -d /run/systemd/system ]; then systemctl try-restart mosquitto; fi
