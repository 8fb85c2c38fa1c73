# What runs: broker, firewall, device rules, the programs' units.

unit_of() { # ROLE
	case $1 in
	centre) echo bocso-server bocso-phones ;;
	*) echo "bocso-$1" ;;
	esac
}

units_here() {
	local role
	for role in $(roles_here); do unit_of "$role"; done
}

set_up_broker() {
	local is_new='' secrets=/etc/mosquitto/bocso-passwords
	if [ ! -e $secrets ]; then
		(umask 077 && : >$secrets)
		chown mosquitto: $secrets
		did "$secrets"
	fi
	if ! grep -q '^server:' $secrets; then
		# From the standard input: a password in a command line is seen by everyone on the machine.
		local password
		password=$(cat $ETC/server.broker-password)
		printf '%s\n%s\n' "$password" "$password" | mosquitto_passwd $secrets server >/dev/null
		chown mosquitto: $secrets
		chmod 600 $secrets
		is_new=yes
		did "$secrets: server"
	fi
	place "$SOURCE/deploy/broker/bocso-access" /etc/mosquitto/bocso-access 600 mosquitto:mosquitto && is_new=yes
	place "$SOURCE/deploy/broker/bocso.conf" /etc/mosquitto/conf.d/bocso.conf 644 root:root && is_new=yes
	if [ -n "$is_new" ]; then RESTART+=(mosquitto); fi
	return 0
}

set_up_firewall() {
	if place "$SOURCE/deploy/firewall/bocso.nft" $ETC/firewall.nft 644 root:root; then RESTART+=(bocso-firewall); fi
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
	for unit in "${wanted[@]}" bocso-rest@; do
		if place "$SOURCE/deploy/units/$unit.service" "$UNITS/$unit.service" 644 root:root; then
			is_new=yes
			[ "$unit" = bocso-rest@ ] || RESTART+=("$unit")
		fi
	done
	if [ -n "$is_new" ] && is_running; then systemctl daemon-reload; fi
	if [ "$ROLE" = centre ]; then wanted+=(mosquitto); fi
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
		return
	fi
	for unit in $(printf '%s\n' "${RESTART[@]}" | awk 'NF && !seen[$0]++'); do
		systemctl restart "$unit" || warn "$unit chưa chạy được; xem / does not start; see: journalctl -u $unit -n 30"
	done
	for unit in $(units_here); do systemctl is-active -q "$unit" || systemctl start --no-block "$unit"; done
}
