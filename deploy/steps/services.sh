# What runs: broker, firewall, device rules, the programs' units.

unit_of() { # ROLE
	case $1 in
	centre) echo bocso-server bocso-phones bocso-broker ;;
	*) echo "bocso-$1" ;;
	esac
}

is_wanted() { # UNIT: a technician may have switched one off, as when a machine's screen goes to another program
	[ "$(systemctl is-enabled "$1" 2>/dev/null)" = enabled ]
}

is_screen() { # UNIT
	case $1 in bocso-kiosk | bocso-board | bocso-counter | bocso-touch-pad) ;; *) return 1 ;; esac
}

screens_last() { # UNIT...
	local unit
	for unit; do is_screen "$unit" || echo "$unit"; done
	for unit; do ! is_screen "$unit" || echo "$unit"; done
}

units_here() {
	local role
	for role in $(roles_here); do unit_of "$role"; done
}

set_up_broker() {
	local rights=/var/lib/mosquitto/bocso-rights.json certs=/etc/mosquitto/certs plugin said file
	plugin=$(ls /usr/lib/*/mosquitto_dynamic_security.so 2>/dev/null | head -1)
	[ -n "$plugin" ] || stop "mosquitto thiếu phần phân quyền / mosquitto lacks its dynamic security plugin"
	# Devices of an installation before there were such rights keep the passwords they have.
	said=$("$RELEASE/bin/bocso" broker prepare $rights --admin-password-file $ETC/broker-admin.password \
		--server-password-file $ETC/server.broker-password --former /etc/mosquitto/bocso-passwords) ||
		stop "không chuẩn bị được broker / the broker could not be prepared"
	case $said in
	kept*) kept "$rights" ;;
	*) did "$rights"; restart_later mosquitto ;;
	esac
	install -d -m 755 $certs
	place $ETC/tls/server.key $certs/bocso.key 600 mosquitto:mosquitto && restart_later mosquitto
	place $ETC/tls/server.pem $certs/bocso.pem 644 root:root && restart_later mosquitto
	file=$(mktemp)
	sed -e "s|@PLUGIN@|$plugin|" -e "s|@PLAIN@|$(plain_broker_address)|" "$SOURCE/deploy/broker/bocso.conf" >"$file"
	place "$file" /etc/mosquitto/conf.d/bocso.conf 644 root:root && restart_later mosquitto
	rm -f "$file"
	if place "$SOURCE/deploy/broker/start.conf" /etc/systemd/system/mosquitto.service.d/bocso.conf 644 root:root; then
		restart_later mosquitto
		if is_running; then systemctl daemon-reload; fi
	fi
	if [ -e /etc/mosquitto/bocso-access ]; then
		rm -f /etc/mosquitto/bocso-access
		did "bỏ / removed /etc/mosquitto/bocso-access"
	fi
	return 0
}

# Where the broker listens without encryption: for this machine alone, or for devices from before as well.
plain_broker_address() {
	if grep -qE '^[[:blank:]]*devices_without_tls[[:blank:]]*=[[:blank:]]*true' $ETC/server.toml; then echo; else echo ' 127.0.0.1'; fi
}

set_up_certificates() {
	local said name names=() short mode
	short=$(hostname)
	# What was asked for must be vouched for. What was found may be left out: a machine with a new host name is upgraded too.
	if [ -n "$ADDRESS" ]; then names+=(--name "$ADDRESS"); else names+=(--also "$(setting_address)"); fi
	for name in "$short" "$short.local"; do names+=(--also "$name"); done
	for name in localhost 127.0.0.1 ::1; do names+=(--name "$name"); done
	make_folder $ETC/tls 755 root:root
	said=$("$RELEASE/bin/bocso" certificates make --folder $ETC/tls "${names[@]}") ||
		stop "không tạo được chứng chỉ / the certificates could not be made"
	case $said in
	*written:*) did "$ETC/tls"; restart_later bocso-server ;;
	*) kept "$ETC/tls" ;;
	esac
	if [ "$(stat -c %U:%G $ETC/tls/server.key)" != bocso:bocso ]; then
		chown bocso:bocso $ETC/tls/server.key
		did "$ETC/tls/server.key: bocso"
	fi
	for name in ca.pem server.pem; do
		mode=$(stat -c %a $ETC/tls/$name)
		[ "$mode" != 644 ] || continue
		chmod 644 $ETC/tls/$name
		did "$ETC/tls/$name: 644"
		restart_later bocso-server
	done
}

set_up_firewall() {
	if place "$SOURCE/deploy/firewall/bocso.nft" $ETC/firewall.nft 644 root:root; then restart_later bocso-firewall; fi
	place "$SOURCE/deploy/firewall/after-nftables.conf" "$UNITS/nftables.service.d/bocso.conf" 644 root:root || true
	return 0
}

set_up_devices_rules() {
	place "$SOURCE/deploy/udev/60-bocso.rules" /etc/udev/rules.d/60-bocso.rules 644 root:root || return 0
	if is_running; then udevadm control --reload && udevadm trigger; fi
}

# A kiosk or board has no desktop: nobody gets out of the program, and nothing else draws on the screen.
set_up_screen() {
	local is_new=''
	[ "$ROLE" != pad ] || return 0
	place "$SOURCE/deploy/lock-down/sysctl.conf" /etc/sysctl.d/60-bocso.conf 644 root:root && is_new=yes
	place "$SOURCE/deploy/lock-down/logind.conf" /etc/systemd/logind.conf.d/60-bocso.conf 644 root:root && is_new=yes
	if [ "$(readlink /etc/systemd/system/ctrl-alt-del.target 2>/dev/null)" = /dev/null ]; then
		kept "Ctrl+Alt+Del bị khóa / is locked"
	else
		systemctl mask -q ctrl-alt-del.target
		did "Ctrl+Alt+Del bị khóa / is locked"
	fi
	if [ -n "$is_new" ] && is_running; then
		sysctl -q -p /etc/sysctl.d/60-bocso.conf
		systemctl restart systemd-logind
	fi
	if [ "$(systemctl get-default)" = graphical.target ]; then
		systemctl set-default multi-user.target >/dev/null 2>&1
		touch $ETC/had-desktop # for whoever uninstalls
		did "khởi động không có màn hình nền / starts without a desktop"
	fi
	if [ "$ROLE" = board ] && [ ! -e $DATA/board/clips ]; then
		rm -rf $DATA/board/clips.new
		"$RELEASE/bin/python" -m hardware.audio.make_clips --out $DATA/board/clips.new
		chown -R bocso-device: $DATA/board/clips.new
		sync
		mv $DATA/board/clips.new $DATA/board/clips
		did "giọng đọc / the voice: $DATA/board/clips"
	fi
}

set_up_units() {
	local unit is_new='' wanted=()
	mapfile -t wanted < <(unit_of "$ROLE" | tr ' ' '\n')
	if [ "$ROLE" = centre ]; then wanted+=(bocso-firewall); fi
	local called=(bocso-rest@) # by other units only
	install -d -m 755 /usr/local/lib/bocso
	case $ROLE in
	centre)
		if place "$SOURCE/deploy/broker_ping.py" /usr/local/lib/bocso/broker_ping.py 644 root:root; then
			restart_later bocso-broker
		fi
		;;
	kiosk | board | counter | touch-pad)
		called+=(bocso-help@)
		place "$SOURCE/deploy/help_screen.py" /usr/local/lib/bocso/help_screen.py 644 root:root || true
		;;
	esac
	for unit in "${called[@]}"; do
		if place "$SOURCE/deploy/units/$unit.service" "$UNITS/$unit.service" 644 root:root; then is_new=yes; fi
	done
	for unit in "${wanted[@]}"; do
		if place "$SOURCE/deploy/units/$unit.service" "$UNITS/$unit.service" 644 root:root; then
			is_new=yes
			restart_later "$unit"
		fi
	done
	if [ -n "$is_new" ] && is_running; then systemctl daemon-reload; fi
	if [ "$ROLE" = centre ]; then
		for unit in bocso-certificates.service bocso-certificates.timer; do
			if place "$SOURCE/deploy/units/$unit" "$UNITS/$unit" 644 root:root; then
				is_new=yes
				restart_later bocso-certificates.timer
			fi
		done
		if [ -n "$is_new" ] && is_running; then systemctl daemon-reload; fi
		wanted+=(mosquitto bocso-certificates.timer)
	fi
	for unit in "${wanted[@]}"; do
		if [ "$(systemctl is-enabled "$unit" 2>/dev/null)" = enabled ]; then
			kept "$unit: tự chạy khi bật máy / starts with the machine"
		else
			systemctl enable -q "$unit"
			did "$unit: tự chạy khi bật máy / starts with the machine"
		fi
	done
}

start_services() {
	local unit
	if ! is_running; then
		warn "hệ thống chưa chạy; mọi thứ tự chạy khi bật máy / the system does not run yet: all starts at the next boot"
		rm -f $ETC/restart.asked
		return
	fi
	systemctl daemon-reload # the last run may have been cut short before it did
	for unit in $(units_to_restart); do
		is_screen "$unit" || restart "$unit"
	done
	for unit in $(units_here); do
		is_screen "$unit" || start "$unit"
	done
}

units_to_restart() {
	printf '%s\n' "${RESTART[@]}" | awk 'NF && !seen[$0]++'
}

restart() { # UNIT
	is_wanted "$1" || return 0
	systemctl reset-failed "$1" 2>/dev/null || true # a start that is asked for is no failure: it is not counted
	systemctl restart "$1" || warn "$1 chưa chạy được; xem / does not start; see: journalctl -u $1 -n 30"
}

start() { # UNIT
	is_wanted "$1" || return 0
	systemctl is-active -q "$1" || systemctl start --no-block "$1" || true
}

# After all else is done and told. Whoever sits at the machine's screen would lose it while reading what to do next: there
# the program starts with the restart that tell_end asks for.
start_screens() {
	local unit
	is_running || return 0
	for unit in $(units_here); do
		is_screen "$unit" && is_wanted "$unit" || continue
		if is_at_own_screen && ! systemctl is-active -q "$unit"; then
			kept "$unit: chạy khi khởi động lại máy / starts with the machine: sudo reboot"
		elif [[ " ${RESTART[*]} " == *" $unit "* ]]; then
			restart "$unit"
		else
			start "$unit"
		fi
	done
	rm -f $ETC/restart.asked
}
