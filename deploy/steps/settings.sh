# Settings and secrets: written once, then the technician's; never overwritten.

setting_address() { # of the centre's machine, without brackets
	local known='' # none where the phones' pages are reached by a proxy's own address
	if [ -e $ETC/server.toml ]; then
		known=$(sed -n 's|^[[:blank:]]*public_url[[:blank:]]*=[[:blank:]]*"\(http://[^"]*:8090\)/\{0,1\}".*|\1|p' $ETC/server.toml)
	fi
	if [ -n "$ADDRESS" ]; then
		echo "$ADDRESS"
	elif [ -n "$known" ]; then
		host_of "$known"
	else
		own_address
	fi
}

phones_url() {
	echo "http://$(bracketed "$(setting_address)"):8090"
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

has_key() { # FILE KEY: set there, in whatever table, however a technician has indented it
	grep -qE "^[[:blank:]]*$2[[:blank:]]*=" "$1" 2>/dev/null
}

has_table() { # FILE TABLE
	grep -qE "^[[:blank:]]*\[[[:blank:]]*$2[[:blank:]]*\]" "$1" 2>/dev/null
}

write_settings() {
	if [ "$ROLE" = centre ]; then write_centre_settings; else write_device_settings; fi
}

write_centre_settings() {
	local is_older='' # devices are there that know of no encryption
	if [ -e $ETC/server.toml ] && grep -qv '^server:' /etc/mosquitto/bocso-passwords 2>/dev/null; then is_older=yes; fi
	new_secret | write_once $ETC/server.broker-password 600 bocso:bocso
	new_secret | write_once $ETC/broker-admin.password 600 bocso:bocso
	write_once $ETC/server.toml 644 root:root <<-TOML
		# docs/settings.md explains each key.
		database = "$DATA/server/centre.db"
		listen_host = "$(listening)"
		listen_port = 8080
		public_url = "$(phones_url)"
		trust_clock = "auto"
		tls_certificate = "$ETC/tls/server.pem"
		tls_key = "$ETC/tls/server.key"
		tls_ca = "$ETC/tls/ca.pem"

		[broker]
		username = "server"
		password_file = "$ETC/server.broker-password"

		[broker_admin]
		username = "_rights"
		password_file = "$ETC/broker-admin.password"
	TOML
	add_what_is_newer
	follow_address
	write_once $ETC/phones.toml 644 root:root <<-TOML
		database = "$DATA/server/centre.db"
		listen_host = "$(listening)"
		listen_port = 8090
	TOML
}

# An address that is asked for goes over the former one: slips carry it in their code, devices are told it when they join.
# One that was written as no phone reads it is mended. What somebody else's name stands in, as of a proxy, stays.
follow_address() {
	local file=$ETC/server.toml url stands
	stands=$(grep -E '^[[:blank:]]*public_url[[:blank:]]*=[[:blank:]]*"http://[^"]*:8090/?"' $file) || return 0
	url=$(phones_url)
	grep -qF -e "\"$url\"" -e "\"$url/\"" <<<"$stands" && return 0
	sed -E "s|^([[:blank:]]*public_url[[:blank:]]*=[[:blank:]]*)\"http://[^\"]*:8090/?\"|\1\"$url\"|" $file >$file.asked
	chmod 644 $file.asked
	mv $file.asked $file
	did "$file: public_url = $url"
	restart_later bocso-server
}

# Settings from before there were certificates and rights get them, above and below what the technician wrote.
add_what_is_newer() {
	local file=$ETC/server.toml
	has_key $file tls_certificate && has_table $file broker_admin && return 0
	{
		if ! has_key $file tls_certificate; then
			printf '%s = "%s"\n' tls_certificate $ETC/tls/server.pem tls_key $ETC/tls/server.key tls_ca $ETC/tls/ca.pem
			if [ -n "$is_older" ]; then
				echo "# Devices from before come without encryption; false, and install again, once all are paired anew."
				echo "devices_without_tls = true"
			fi
			echo
		fi
		cat $file
		if ! has_table $file broker_admin; then
			printf '\n[broker_admin]\nusername = "_rights"\npassword_file = "%s"\n' $ETC/broker-admin.password
		fi
	} >$file.new
	chmod 644 $file.new
	cp -p $file $file.former # a program from before knows none of this: go_back
	mv $file.new $file
	did "$file: tls_*, [broker_admin]"
	restart_later bocso-server
}

# A device has a code, or a file, or has joined before. A kiosk alone may be installed without: its screen asks.
need_a_way_to_join() {
	[ -z "$JOIN" ] || [ -z "$CODE" ] || stop "chỉ dùng một cách kết nối / one way to join: --code, --join"
	case $CODE in
	'' | bocso://*) ;;
	*) [ -n "$SERVER" ] || stop "thiếu địa chỉ máy trung tâm / the centre's address is missing: --server 10.0.0.2" ;;
	esac
	SERVER=${SERVER%/}
	SERVER=$(bracketed "$SERVER")
	[[ $SERVER =~ ^(|(https?://)?([A-Za-z0-9._-]+|\[[0-9A-Fa-f:.]+\])(:[0-9]+)?)$ ]] ||
		stop "địa chỉ phải có dạng / an address looks like: 10.0.0.2"
	[[ $FINGERPRINT =~ ^(|none|[0-9A-Fa-f:\ ]{16,})$ ]] ||
		stop "dấu vân tay gồm ít nhất 16 chữ số 0-9, a-f / a fingerprint has 16 digits 0-9, a-f or more"
	if [ -n "$SERVER" ] && [ -z "$CODE" ] && is_paired && ! is_paired_with "$SERVER"; then
		stop "thiết bị đã ghép với máy chủ khác; lấy mã mới ở trang Thiết bị / the device is paired with another server;
  take a new code, from the page of devices there: sudo bash $0 $ROLE --code CODE --server $SERVER"
	fi
	if [ -n "$JOIN" ]; then
		read_join_file
	elif [ -z "$CODE" ] && [ "$ROLE" != kiosk ] && ! has_joined; then
		[ -t 0 ] || stop "cần mã ghép, lấy ở trang Thiết bị của trung tâm
  needs a code, from the page of devices at the centre: sudo bash $0 $ROLE --code CODE --server ADDRESS"
		ASKS=yes # at the end: a code is good for ten minutes, and installing may take as long
	fi
}

is_paired() { # by a code, or with a credential taken since: this goes over the settings file
	[ -e "$DATA/$ROLE/enrolled" ]
}

is_paired_with() { # ADDRESS, whatever its port, encrypted or not
	[ "$(host_of "$(sed -n 's|^url = "\(.*\)"|\1|p' "$DATA/$ROLE/enrolled/settings.toml" | head -1)")" = "$(host_of "$1")" ]
}

has_joined() { # by a code, or by settings written by hand or from a file
	is_paired || has_key "$ETC/$ROLE.toml" device_id
}

# A code is good once. The same one given again, as by whoever repeats the line above, has done its work.
join_by_code() {
	local tries=0
	while [ -n "$ASKS" ] && [ "$tries" -lt 5 ]; do
		tries=$((tries + 1))
		echo
		if [ -z "$SERVER" ]; then
			read -r -p "Địa chỉ máy chủ, như 10.0.0.2 / the server's address: " SERVER || break
		fi
		read -r -p "Mã ghép, ở trang Thiết bị / the code, on the page of devices: " CODE || break
		if trade_code; then return; fi
		SERVER=''
	done
	[ -z "$ASKS" ] || stop "chưa ghép; lấy mã mới rồi gõ lại lệnh này / not paired; take a new code and type this again"
	[ -n "$CODE" ] || return 0
	trade_code || stop "chưa ghép; lấy mã mới rồi gõ lại lệnh này / not paired; take a new code and type this again"
}

trade_code() {
	local mark=$DATA/$ROLE.joined-with used
	used=$(printf '%s' "$CODE" | sha256sum | cut -d' ' -f1)
	if [ "$(cat "$mark" 2>/dev/null)" = "$used" ] && has_joined; then
		kept "đã ghép với trung tâm / is paired"
		return
	fi
	local address=()
	if [ -n "$SERVER" ]; then address+=(--server "$SERVER"); fi
	if [ -n "$FINGERPRINT" ]; then address+=(--fingerprint "$FINGERPRINT"); fi
	# Without the fingerprint a person at the terminal compares it; with nobody there the program refuses.
	local person=/dev/null
	if [ -t 0 ]; then person=/dev/stdin; fi
	(cd / && setpriv --reuid bocso-device --regid bocso-device --init-groups \
		$OPT/current/bin/python -m "$(module_of "$ROLE")" --settings "$ETC/$ROLE.toml" --enrol "$CODE" "${address[@]}" \
		<$person) || return 1
	echo "$used" >"$mark"
	did "ghép với trung tâm / paired with the centre"
	restart_later "bocso-$ROLE"
}

module_of() { # ROLE
	case $1 in
	kiosk) echo kiosk ;;
	board | counter) echo counter_display ;;
	pad | touch-pad) echo rating_pad ;;
	esac
}

# A join file has lines KEY=VALUE and nothing that a shell would act upon.
read_join_file() {
	[ -r "$JOIN" ] || stop "không đọc được / cannot be read: $JOIN"
	declare -gA JOINED=()
	local key value
	while IFS='=' read -r key value; do
		[[ $key =~ ^[a-z_]+$ && $value =~ ^[][A-Za-z0-9._:@/-]*$ ]] || stop "tệp kết nối hỏng / a broken join file: $JOIN"
		JOINED[$key]=$value
	done <"$JOIN"
	for key in kind device centre address credential broker_password; do
		[ -n "${JOINED[$key]:-}" ] || stop "tệp kết nối thiếu / the join file lacks: $key"
	done
	JOINED[address]=$(host_of "${JOINED[address]}")
	local kind=$ROLE
	[ "$ROLE" != touch-pad ] || kind=pad
	[ "${JOINED[kind]}" = "$kind" ] || stop "tệp kết nối là của / the join file is for: ${JOINED[kind]}"
}

write_device_settings() {
	if [ -z "$JOIN" ]; then
		write_parts_of_device
		return
	fi
	if has_key "$ETC/$ROLE.toml" device_id; then
		grep -qE "^[[:blank:]]*device_id[[:blank:]]*=[[:blank:]]*[\"']${JOINED[device]}[\"']" "$ETC/$ROLE.toml" ||
			stop "máy này đã là một thiết bị khác; sửa hoặc xóa / this machine is another device already: $ETC/$ROLE.toml"
	fi
	if is_paired && [ "$(cat "$ETC/$ROLE.credential" 2>/dev/null)" != "${JOINED[credential]}" ]; then
		# What an earlier pairing gave would go over this file. The same file again is no newer than what was given since.
		rm -f "$DATA/$ROLE/enrolled" "$DATA/$ROLE.joined-with"
		did "bỏ lần ghép trước / the former pairing is left"
		restart_later "bocso-$ROLE"
	fi
	local host ca='' url
	host=$(bracketed "${JOINED[address]}")
	url="http://$host:8080"
	if [ -n "${JOINED[ca]:-}" ]; then
		url="https://$host:8443" ca="$ETC/$ROLE.ca.pem"
		place_authority "$ca"
	fi
	follow_centre "$ETC/$ROLE.toml" server url "\"$url\""
	follow_centre "$ETC/$ROLE.toml" broker host "\"${JOINED[address]}\""
	# A centre encrypts from some day on, or no more: an https address is nothing without whom to believe.
	if [ -n "$ca" ] || has_key "$ETC/$ROLE.toml" ca_file; then
		follow_centre "$ETC/$ROLE.toml" server ca_file "${ca:+\"$ca\"}"
		follow_centre "$ETC/$ROLE.toml" broker ca_file "${ca:+\"$ca\"}"
		follow_centre "$ETC/$ROLE.toml" broker port "${ca:+8883}"
	fi
	replace_secret "$ETC/$ROLE.credential" "${JOINED[credential]}"
	replace_secret "$ETC/$ROLE.broker-password" "${JOINED[broker_password]}"
	say_who_it_is
	{
		echo "# docs/settings.md explains each key."
		echo "centre = \"${JOINED[centre]}\""
		echo "device_id = \"${JOINED[device]}\""
		echo "data_dir = \"$DATA/$ROLE\""
		settings_of_role
		tables_of_join
		tables_of_role
	} | write_once "$ETC/$ROLE.toml" 644 root:root
}

tables_of_join() {
	echo
	echo "[server]"
	echo "url = \"$url\""
	echo "credential_file = \"$ETC/$ROLE.credential\""
	if [ -n "$ca" ]; then echo "ca_file = \"$ca\""; fi
	echo
	echo "[broker]"
	echo "host = \"${JOINED[address]}\""
	if [ -n "$ca" ]; then printf 'port = 8883\nca_file = "%s"\n' "$ca"; fi
	echo "username = \"${JOINED[device]}\""
	echo "password_file = \"$ETC/$ROLE.broker-password\""
}

# Settings of a device that was to be paired by a code say what hangs on it and not who it is: the file adds that.
say_who_it_is() {
	local file=$ETC/$ROLE.toml
	[ -s "$file" ] && ! has_key "$file" device_id || return 0
	{
		echo "centre = \"${JOINED[centre]}\""
		echo "device_id = \"${JOINED[device]}\""
		case $ROLE in counter | pad | touch-pad) has_key "$file" counter_id || counter_of_file ;; esac
		awk '/^[ \t]*\[/ { drop = /^[ \t]*\[[ \t]*(server|broker)[ \t]*\]/ } !drop' "$file"
		tables_of_join
	} >"$file.asked"
	chmod 644 "$file.asked"
	mv "$file.asked" "$file"
	did "$file: device_id = ${JOINED[device]}"
	restart_later "bocso-$ROLE"
}

# What hangs on this machine. Who it is, it learns when it joins: that lies in its data folder and goes over this file.
write_parts_of_device() {
	if [ -n "$SERVER" ]; then
		follow_centre "$ETC/$ROLE.toml" server url "\"$(url_of "$SERVER")\""
		# One that is not named now was of the server that was named before.
		follow_centre "$ETC/$ROLE.toml" server fingerprint "${FINGERPRINT:+\"$FINGERPRINT\"}"
	fi
	{
		echo "# docs/settings.md explains each key. Centre, device and counter come from the centre when the device joins."
		echo "data_dir = \"$DATA/$ROLE\""
		settings_of_role
		if [ -n "$SERVER" ]; then
			printf '\n[server]\nurl = "%s"\n' "$(url_of "$SERVER")"
			# Known beforehand: a kiosk's page asks nobody to compare it.
			if [ -n "$FINGERPRINT" ]; then printf 'fingerprint = "%s"\n' "$FINGERPRINT"; fi
		fi
		tables_of_role
	} | write_once "$ETC/$ROLE.toml" 644 root:root
}

# The centre's certificate, which the join file brings in one line (base64url): the only one that the device believes.
place_authority() { # PATH
	local file
	file=$(mktemp)
	python3 -c 'import base64, ssl, sys
print(ssl.DER_cert_to_PEM_cert(base64.urlsafe_b64decode(sys.argv[1] + "==")), end="")' "${JOINED[ca]}" >"$file" ||
		stop "tệp kết nối hỏng / a broken join file: $JOIN"
	if place "$file" "$1" 644 root:root; then restart_later "bocso-$ROLE"; fi
	rm -f "$file"
}

# What the centre says anew goes over what a settings file has: FILE TABLE KEY VALUE, as TOML; empty takes the key away, and
# a table that is missing is added.
follow_centre() {
	local file=$1
	[ -e "$file" ] || return 0
	awk -v table="[$2]" -v key="$3" -v value="$4" '
		FNR == 1 { pass++; here = "" }
		/^[ \t]*\[/ { here = $0; sub(/#.*$/, "", here); gsub(/[ \t]/, "", here) }
		here == table && $0 ~ "^[ \t]*" key "[ \t]*=" { if (pass == 1) has = 1; else if (value != "") print key " = " value; next }
		pass == 2 { print }
		pass == 2 && /^[ \t]*\[/ && here == table && !has && value != "" { print key " = " value; has = 1 }
		END { if (!has && value != "") print "\n" table "\n" key " = " value }
	' "$file" "$file" >"$file.asked"
	chmod 644 "$file.asked"
	if cmp -s "$file.asked" "$file"; then
		rm -f "$file.asked"
		return 0
	fi
	mv "$file.asked" "$file"
	did "$file: $3 = $4"
	restart_later "bocso-$ROLE"
}

replace_secret() { # PATH VALUE: a newer join file brings newer secrets
	if [ "$(cat "$1" 2>/dev/null)" = "$2" ]; then
		kept "$1"
		return
	fi
	rm -f "$1"
	printf '%s' "$2" | write_once "$1" 600 bocso-device:bocso-device
	restart_later "bocso-$ROLE"
}

settings_of_role() {
	case $ROLE in
	board) echo 'mode = "hall"' ;;
	counter)
		echo 'mode = "counter"'
		counter_of_file
		;;
	pad)
		counter_of_file
		echo '# As docs/wiring.md draws it, the best level first.'
		echo 'button_pins = [17, 27, 22, 23, 24]'
		echo 'light_pins = [5, 6, 13, 19, 26]'
		echo 'buzzer_pin = 16'
		;;
	touch-pad)
		counter_of_file
		echo 'screen = "touch"'
		;;
	esac
}

counter_of_file() { # whoever joins by a code learns it then
	[ -z "$JOIN" ] || printf 'counter_id = "%s"\n' "${JOINED[counter]:?}"
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
