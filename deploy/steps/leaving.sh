# Going back to the program before the last upgrade, and taking everything away.

go_back() {
	local now before role
	now=$(readlink -f $OPT/current || true)
	before=$(readlink -f $OPT/previous || true)
	[ -n "$before" ] && [ -e "$before/.complete" ] || stop "không có bản trước / there is no program to go back to"
	for role in $(cat $ETC/roles 2>/dev/null); do
		runs_here "$role" && ! serves_role "$before" "$role" || continue
		stop "bản trước không có phần cho '$role', được cài vào máy này sau đó; máy giữ bản đang chạy. Muốn về bản cũ, cài nó từ thư mục cũ:
  the program before lacks what '$role' needs, which came to this machine later; the one that runs stays. To have the older
  one all the same, install it from its own folder:
  sudo bash ~/bocso-old/deploy/install.sh $role"
	done
	if is_running; then for unit in $(units_here_without_role); do systemctl stop "$unit" || true; done; fi
	link_to $OPT/current "$before"
	link_to $OPT/previous "$now"
	did "$OPT/current -> $(basename "$before")"
	settings_of_program "$before"
	if [ -e $DATA/server/centre.db ] && ! fits_database; then
		warn "dữ liệu đã được bản mới nâng cấp. Bản cũ chỉ đọc được bản sao làm trước khi nâng cấp:
      the newer program has upgraded the data. The older one reads the copy made just before:
      sudo -u bocso bocso restore --help; ls $DATA/server/backups
      Hoặc trở lại bản mới: / or go forward again: sudo bash $0 back"
		return
	fi
	if is_running; then for unit in $(screens_last $(units_here_without_role)); do ! is_wanted "$unit" || systemctl start "$unit"; done; fi
}

runs_here() { # ROLE, unless a technician has switched it off
	local unit
	for unit in $(unit_of "$1"); do
		if is_wanted "$unit"; then return 0; fi
	done
	return 1
}

# A release holds the packages of the roles that the machine had when it was made.
serves_role() { # RELEASE ROLE
	local parts
	parts=$(python3 "$1/source/deploy/locked_parts.py" "$(extras_of "$2")" 2>/dev/null) || return 1
	[ -z "$(LC_ALL=C comm -23 <(packages_in <<<"$parts") <(packages_in <"$1/requirements.txt"))" ] || return 1
	[ "$2" != pad ] || grep -qi '^include-system-site-packages *= *true' "$1/pyvenv.cfg" # lgpio comes from the system
}

packages_in() { # a requirements file comes in
	grep -oE '^[A-Za-z0-9._-]+==[^ ;]+' | LC_ALL=C sort -u
}

# A program from before certificates and rights knows nothing of them, and one from after goes on with what it had: each has
# its settings again, and those of the other stay beside them.
settings_of_program() { # RELEASE
	local file=$ETC/server.toml
	if grep -q tls_certificate "$1/source/server/settings.py" 2>/dev/null; then
		[ -e $file.newer ] && ! has_key $file tls_certificate || return 0
		cp -p $file $file.former
		mv $file.newer $file
	else
		[ -e $file.former ] && has_key $file tls_certificate || return 0
		cp -p $file $file.newer
		mv $file.former $file
	fi
	did "$file: như trước / as it was"
}

units_here_without_role() {
	local role
	for role in $(cat $ETC/roles 2>/dev/null); do unit_of "$role"; done
}

fits_database() { # whether the program that is current now can read the data as they are
	setpriv --reuid bocso --regid bocso --clear-groups $OPT/current/bin/bocso verify --database $DATA/server/centre.db \
		>/dev/null 2>&1
}

uninstall() {
	local unit
	for unit in "$UNITS"/bocso-*.timer "$UNITS"/bocso-*.service; do
		[ -e "$unit" ] || continue
		unit=$(basename "$unit")
		if [[ $unit == bocso-help@* ]]; then
			if is_running; then systemctl stop 'bocso-help@*' || true; fi
		elif [ "$unit" != bocso-rest@.service ]; then
			systemctl disable -q "$unit" 2>/dev/null || true
			if is_running; then systemctl stop "$unit" || true; fi
		fi
		rm -f "$UNITS/$unit"
		did "bỏ / removed $unit"
	done
	systemctl unmask -q ctrl-alt-del.target 2>/dev/null || true
	local path
	if [ -e $ETC/had-desktop ]; then
		systemctl set-default graphical.target >/dev/null 2>&1
		rm -f $ETC/had-desktop
		did "khởi động lại có màn hình nền / starts with a desktop again"
	fi
	for path in /etc/mosquitto/conf.d/bocso.conf /etc/mosquitto/bocso-access /etc/mosquitto/certs/bocso.key \
		/etc/mosquitto/certs/bocso.pem /etc/systemd/system/mosquitto.service.d/bocso.conf /etc/systemd/system/nftables.service.d/bocso.conf \
		/etc/sysctl.d/60-bocso.conf /etc/systemd/logind.conf.d/60-bocso.conf \
		/etc/udev/rules.d/60-bocso.rules /usr/local/bin/bocso \
		/usr/local/lib/bocso /var/cache/bocso-help /var/lib/systemd/timers/stamp-bocso-certificates.timer $OPT; do
		if [ -e "$path" ] || [ -L "$path" ]; then
			rm -rf "$path"
			did "bỏ / removed $path"
		fi
	done
	rmdir /etc/systemd/system/{mosquitto,nftables}.service.d /etc/systemd/logind.conf.d 2>/dev/null || true # when nobody else's is in them
	if is_running; then
		systemctl daemon-reload
		systemctl try-restart mosquitto || true
		udevadm control --reload
	fi
	rm -f $ETC/restart.asked
	if [ -z "$WITH_DATA" ]; then
		if [ -d $DATA ]; then kept "dữ liệu và cài đặt còn nguyên / data and settings stay: $DATA $ETC"; fi
		return
	fi
	rm -rf $DATA $ETC /etc/mosquitto/bocso-passwords /var/lib/mosquitto/bocso-rights.json
	did "bỏ dữ liệu / removed $DATA $ETC"
	for unit in bocso bocso-device; do
		if id $unit >/dev/null 2>&1; then userdel $unit && did "bỏ người dùng / removed user $unit"; fi
	done
}
