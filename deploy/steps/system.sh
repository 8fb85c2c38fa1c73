# The machine under the program: is it fit, its Debian packages, users and folders.

need_fit_system() {
	local id='' like=''
	# shellcheck disable=SC1091
	. /etc/os-release
	id=${ID:-} like=${ID_LIKE:-}
	case "$id $like" in
	*debian*) ;;
	*) stop "cần Raspberry Pi OS hoặc Debian / needs Raspberry Pi OS or Debian, this is ${PRETTY_NAME:-unknown}" ;;
	esac
	case $(dpkg --print-architecture) in
	arm64 | amd64) ;;
	*) stop "cần bản 64 bit / needs the 64-bit system, this is $(dpkg --print-architecture)" ;;
	esac
	local room
	room=$(df --output=avail -k "$(dirname $OPT)" | tail -1)
	[ "$room" -gt 1500000 ] || stop "cần 1,5 GB chỗ trống / needs 1.5 GB free in $(dirname $OPT)"
}

# Two programs cannot draw on one machine: each takes its graphics and its first console for itself, and they would throw
# each other out for ever.
need_the_screen() {
	local role
	case $ROLE in kiosk | board | counter | touch-pad) ;; *) return 0 ;; esac
	for role in kiosk board counter touch-pad; do
		[ "$role" != "$ROLE" ] && [ "$(systemctl is-enabled "bocso-$role" 2>/dev/null)" = enabled ] || continue
		stop "màn hình của máy này đã là của '$role'; mỗi máy chỉ chạy một chương trình có màn hình. Muốn đổi, gõ trước:
  this machine's screen is that of '$role' already, and a machine draws one program. To change it, first type:
  sudo systemctl disable --now bocso-$role"
	done
}

# Whether the person sits at the machine's own screen. Sudo may have put a terminal of its own between, so whoever called
# is asked too, up to the first of all.
is_at_own_screen() {
	local process=$$ told
	while [ "$process" -gt 1 ]; do
		told=$(cat "$PROC/$process/stat" 2>/dev/null) || return 1
		# shellcheck disable=SC2086
		set -- ${told##*) } # behind the name: state, parent, group, session, terminal (proc(5))
		[ "$5" -lt 1025 ] || [ "$5" -gt 1087 ] || return 0 # tty1 to tty63, devices 4:1 to 4:63
		process=$2
	done
	return 1
}

packages_of_role() {
	echo python3 python3-venv
	case $ROLE in
	centre) echo mosquitto nftables curl ;;
	kiosk | board) echo libgl1 libegl1 libgbm1 libdrm2 fonts-noto-core alsa-utils espeak-ng ;;
	counter | touch-pad) echo libgl1 libegl1 libgbm1 libdrm2 fonts-noto-core ;;
	pad) echo python3-lgpio ;;
	esac
	# A machine without a time service would never trust its clock, and never open a new date by itself.
	if [ "$ROLE" = centre ] && ! has_package chrony && ! has_package ntpsec; then echo systemd-timesyncd; fi
}

has_package() {
	[ "$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)" = installed ]
}

install_packages() {
	local missing=() name
	for name in $(packages_of_role); do has_package "$name" || missing+=("$name"); done
	if [ ${#missing[@]} = 0 ]; then
		kept "gói hệ thống / Debian packages"
		need_fit_python
		return
	fi
	echo "Cài gói hệ thống / installing: ${missing[*]}"
	export DEBIAN_FRONTEND=noninteractive
	apt-get update -q || stop "không tải được danh sách gói; kiểm tra mạng / no package lists; is the network there?"
	apt-get install -y -q --no-install-recommends "${missing[@]}" ||
		stop "không cài được gói / packages could not be installed: ${missing[*]}"
	did "gói hệ thống / Debian packages: ${missing[*]}"
	need_fit_python
}

need_fit_python() {
	local python
	python=$(python3 -c 'import sys; print(sys.version_info[:2] in {(3, 11), (3, 12), (3, 13)})')
	[ "$python" = True ] || stop "cần Python 3.11 đến 3.13 / needs Python 3.11 to 3.13, this is $(python3 -V)"
}

make_user() { # NAME WHAT
	if id "$1" >/dev/null 2>&1; then
		kept "người dùng / user $1"
	else
		useradd --system --user-group --home-dir "$DATA" --no-create-home --shell /usr/sbin/nologin --comment "$2" "$1"
		did "người dùng / user $1"
	fi
}

make_users() {
	if [ "$ROLE" = centre ]; then
		make_user bocso "Boc So server"
	else
		make_user bocso-device "Boc So device"
		# On plain Debian there is no group for pins; the udev rule gives them to it.
		getent group gpio >/dev/null || { groupadd --system gpio && did "nhóm / group gpio"; }
	fi
}

make_folder() { # PATH MODE OWNER
	if [ "$(stat -c '%a %U:%G' "$1" 2>/dev/null)" = "$2 $3" ]; then
		kept "thư mục / folder $1"
	else
		install -d -m "$2" -o "${3%%:*}" -g "${3##*:}" "$1"
		did "thư mục / folder $1"
	fi
}

make_folders() {
	make_folder $ETC 755 root:root
	make_folder $DATA 755 root:root
	if [ "$ROLE" = centre ]; then
		make_folder $DATA/server 700 bocso:bocso
	else
		make_folder "$DATA/$ROLE" 700 bocso-device:bocso-device
	fi
}

place() { # FROM TO MODE OWNER: a file of ours, put in place when it differs
	if cmp -s "$1" "$2" && [ "$(stat -c '%a %U:%G' "$2")" = "$3 $4" ]; then
		kept "$2"
		return 1
	fi
	# Said outright: within an `if` the shell would go on after a failure.
	install -D -m "$3" -o "${4%%:*}" -g "${4##*:}" "$1" "$2.new" && mv -f "$2.new" "$2" ||
		stop "không ghi được / cannot be written: $2"
	did "$2"
}

is_running() { # a system that has booted with systemd, not a folder that becomes one
	[ -d /run/systemd/system ]
}
