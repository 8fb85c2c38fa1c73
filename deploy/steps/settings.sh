# Settings and secrets: written once, then the technician's; never overwritten.

setting_address() {
	if [ -n "$ADDRESS" ]; then
		echo "$ADDRESS"
	elif [ -e $ETC/server.toml ] && grep -q '^public_url' $ETC/server.toml; then
		sed -n 's|^public_url = "http://\(.*\):8090".*|\1|p' $ETC/server.toml
	else
		hostname -I 2>/dev/null | tr ' ' '\n' | grep -m1 -E '^[0-9]+(\.[0-9]+){3}$' || echo 127.0.0.1
	fi
}

listening() { # every address, by IPv6 too where the kernel has it
	if [ -e /proc/net/if_inet6 ]; then echo '::'; else echo 0.0.0.0; fi
}

write_once() { # PATH MODE OWNER: standard input becomes the file unless it is there
	if [ -s "$1" ]; then
		cat >/dev/null
		kept "$1"
		return
	fi
	(umask 077 && cat >"$1.new")
	chown "$3" "$1.new"
	chmod "$2" "$1.new"
	sync "$1.new"
	mv "$1.new" "$1"
	did "$1"
}

new_secret() { # 256 bits, in letters that need no quoting anywhere
	head -c 32 /dev/urandom | base64 -w0 | tr '+/' '-_' | tr -d =
}

write_settings() {
	if [ "$ROLE" = centre ]; then write_centre_settings; else write_device_settings; fi
}

write_centre_settings() {
	new_secret | write_once $ETC/server.broker-password 600 bocso:bocso
	write_once $ETC/server.toml 644 root:root <<-TOML
		# docs/settings.md explains each key.
		database = "$DATA/server/centre.db"
		listen_host = "$(listening)"
		listen_port = 8080
		public_url = "http://$(setting_address):8090"
		trust_clock = "auto"

		[broker]
		username = "server"
		password_file = "$ETC/server.broker-password"
	TOML
	write_once $ETC/phones.toml 644 root:root <<-TOML
		database = "$DATA/server/centre.db"
		listen_host = "$(listening)"
		listen_port = 8090
	TOML
}

# A join file has lines KEY=VALUE and nothing that a shell would act upon.
read_join_file() {
	[ -n "$JOIN" ] || [ -e "$ETC/$ROLE.toml" ] || stop "cần tệp kết nối của trung tâm / needs --join FILE, made at the
  centre by: sudo deploy/add-device.sh $ROLE ID"
	[ -n "$JOIN" ] || return 0
	[ -r "$JOIN" ] || stop "không đọc được / cannot be read: $JOIN"
	declare -gA JOINED=()
	local key value
	while IFS='=' read -r key value; do
		[[ $key =~ ^[a-z_]+$ && $value =~ ^[A-Za-z0-9._:@/-]*$ ]] || stop "tệp kết nối hỏng / a broken join file: $JOIN"
		JOINED[$key]=$value
	done <"$JOIN"
	for key in kind device centre address credential broker_password; do
		[ -n "${JOINED[$key]:-}" ] || stop "tệp kết nối thiếu / the join file lacks: $key"
	done
	local kind=$ROLE
	[ "$ROLE" != touch-pad ] || kind=pad
	[ "${JOINED[kind]}" = "$kind" ] || stop "tệp kết nối là của / the join file is for: ${JOINED[kind]}"
}

write_device_settings() {
	[ -n "$JOIN" ] || { kept "$ETC/$ROLE.toml"; return; }
	if [ -e "$ETC/$ROLE.toml" ]; then
		grep -qx "device_id = \"${JOINED[device]}\"" "$ETC/$ROLE.toml" ||
			stop "máy này đã là một thiết bị khác; sửa hoặc xóa / this machine is another device already: $ETC/$ROLE.toml"
	fi
	follow_address "$ETC/$ROLE.toml" url "http://${JOINED[address]}:8080"
	follow_address "$ETC/$ROLE.toml" host "${JOINED[address]}" broker
	replace_secret "$ETC/$ROLE.credential" "${JOINED[credential]}"
	replace_secret "$ETC/$ROLE.broker-password" "${JOINED[broker_password]}"
	{
		echo "# docs/settings.md explains each key."
		echo "centre = \"${JOINED[centre]}\""
		echo "device_id = \"${JOINED[device]}\""
		echo "data_dir = \"$DATA/$ROLE\""
		settings_of_role
		echo
		echo "[server]"
		echo "url = \"http://${JOINED[address]}:8080\""
		echo "credential_file = \"$ETC/$ROLE.credential\""
		echo
		echo "[broker]"
		echo "host = \"${JOINED[address]}\""
		echo "username = \"${JOINED[device]}\""
		echo "password_file = \"$ETC/$ROLE.broker-password\""
		tables_of_role
	} | write_once "$ETC/$ROLE.toml" 644 root:root
}

# A centre that has moved to another address says so in the new join file. FILE KEY VALUE [TABLE, server when left out]
follow_address() {
	local file=$1 key=$2 value=$3 table=${4:-server}
	[ -e "$file" ] || return 0
	sed "/^\\[$table\\]/,/^\\[/s|^$key *=.*|$key = \"$value\"|" "$file" >"$file.asked"
	chmod 644 "$file.asked"
	if cmp -s "$file.asked" "$file"; then
		rm -f "$file.asked"
		return 0
	fi
	mv "$file.asked" "$file"
	did "$file: $key = $value"
	RESTART+=("bocso-$ROLE")
}

replace_secret() { # PATH VALUE: a newer join file brings newer secrets
	if [ "$(cat "$1" 2>/dev/null)" = "$2" ]; then
		kept "$1"
		return
	fi
	rm -f "$1"
	printf '%s' "$2" | write_once "$1" 600 bocso-device:bocso-device
	RESTART+=("bocso-$ROLE")
}

settings_of_role() {
	case $ROLE in
	board) echo 'mode = "hall"' ;;
	counter) printf 'mode = "counter"\ncounter_id = "%s"\n' "${JOINED[counter]:?}" ;;
	pad)
		printf 'counter_id = "%s"\n' "${JOINED[counter]:?}"
		echo '# As docs/wiring.md draws it, the best level first.'
		echo 'button_pins = [17, 27, 22, 23, 24]'
		echo 'light_pins = [5, 6, 13, 19, 26]'
		echo 'buzzer_pin = 16'
		;;
	touch-pad) printf 'counter_id = "%s"\nscreen = "touch"\n' "${JOINED[counter]:?}" ;;
	esac
}

tables_of_role() {
	case $ROLE in
	kiosk)
		echo
		echo '# A network printer: kind = "network" and host = "ADDRESS".'
		echo '[printer]'
		echo 'kind = "device"'
		echo 'path = "/dev/usb/lp*"'
		echo 'width_dots = 576'
		;;
	board)
		echo
		echo '[audio]'
		echo 'kind = "aplay"'
		echo "clips_dir = \"$DATA/board/clips\""
		;;
	esac
}
