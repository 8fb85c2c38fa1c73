# What the person at the keyboard reads: one line a step, and at its end whether anything was changed.

did() { # WHAT: something was changed
	CHANGES=$((CHANGES + 1))
	printf '  [+] %s\n' "$1" || true # whoever read it may be gone: go_on_without_a_terminal
}

kept() { # WHAT: it was right already
	printf '  [=] %s\n' "$1" || true
}

warn() {
	printf '  [!] %s\n' "$1" >&2 || true
}

stop() {
	printf '\nDỪNG LẠI / STOPPED: %s\n' "$1" >&2
	exit 1
}

# A screen's program takes the machine's console from whoever sits at it, and a line to another machine may drop: once
# programs start again, that goes on to its end. Before, a run that was cut short is typed again.
go_on_without_a_terminal() {
	trap '' HUP PIPE
}

# What has to start again, at the end; in the next run when this one is cut short, for that one finds all in place.
restart_later() { # UNIT...
	RESTART+=("$@")
	printf '%s\n' "$@" >>$ETC/restart.asked
}

take_over_restarts() {
	[ -s $ETC/restart.asked ] || return 0
	mapfile -t -O "${#RESTART[@]}" RESTART <$ETC/restart.asked
	did "còn từ lần trước / left from the last run: $(LC_ALL=C sort -u $ETC/restart.asked | tr '\n' ' ')"
}

need_root() {
	[ "$(id -u)" = 0 ] || stop "cần quyền quản trị, hãy gõ: sudo bash $0 / needs root: sudo bash $0"
}

# Before the server starts: it makes its database at once.
note_whether_it_is_new() {
	[ -e "$DATA/server/centre.db" ] || IS_NEW=yes
}

tell_end() {
	echo
	if [ "$CHANGES" = 0 ]; then
		echo "Không có gì phải đổi. / Nothing had to be changed."
	else
		echo "Xong, $CHANGES thay đổi. / Done, $CHANGES changes."
	fi
	case $ROLE in
	centre)
		echo "Mở trên máy cán bộ: / Open on a staff computer:  http://$(bracketed "$(setting_address)"):8080"
		if [ -n "$IS_NEW" ] && is_running; then
			echo "Trước hết so dấu vân tay và cài chứng chỉ: / First compare the fingerprint and install the certificate:"
			echo "  http://$(bracketed "$(setting_address)"):8080/trust"
			echo "  sudo bocso certificates show"
			echo "Mã thiết lập lần đầu: / The code of the first set-up:"
			echo "  sudo journalctl -u bocso-server | grep 'enter the code' | tail -1"
		fi
		;;
	kiosk | board | counter | touch-pad)
		echo "Khởi động lại: / Restart:  sudo reboot"
		echo "Sau đó màn hình là của chương trình; gõ lệnh từ máy khác: / Then the screen is the program's; type from another computer:"
		echo "  ssh ${SUDO_USER:-USER}@$(hostname -I 2>/dev/null | tr ' ' '\n' | grep -m1 . || hostname)"
		if is_running && ! has_ssh; then
			warn "máy này chưa cho vào bằng ssh; gõ: / this machine lets nobody in by ssh yet; type: sudo systemctl enable --now ssh
      (Debian: sudo apt-get install openssh-server)"
		fi
		;;
	uninstall)
		echo "Các gói Debian (mosquitto …) còn lại; khởi động lại máy: / Debian's packages (mosquitto ...) stay; restart the machine:  sudo reboot"
		;;
	esac
}

# A screen's program locks its console: whoever has to type afterwards comes by the network.
has_ssh() {
	systemctl is-enabled -q ssh 2>/dev/null || systemctl is-enabled -q ssh.socket 2>/dev/null
}
