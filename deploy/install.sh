#!/bin/bash
# Installs Bốc Số on Raspberry Pi OS or Debian; docs/install/ walks through it.
#
#   sudo bash deploy/install.sh centre                     server, pages for phones, broker
#   sudo bash deploy/install.sh kiosk                      a device; its screen asks for the code of the page of devices
#   sudo bash deploy/install.sh board|counter|pad|touch-pad
#                                                          a device; the code is asked for here, at the end
#   sudo bash deploy/install.sh back                       the program that ran before the last upgrade
#   sudo bash deploy/install.sh uninstall [--with-data]    takes everything away, the data only when asked to
#
#   --code CODE --server 10.0.0.2
#                       the code, and where the centre is; also the text of the code's QR, alone
#   --fingerprint F     of the centre's certificate, as the page of devices shows it; without it you are asked
#   --join FILE         instead of a code: a file of deploy/add-device.sh, carried on a stick
#   --address ADDRESS   of the centre's machine, when it has several
#   --wheels FOLDER     Python packages from a folder, for a place without internet
#
# Run it again at any time: what is right stays as it is. Run it from a newer copy to upgrade.
set -euo pipefail
umask 022 # what other users read must not depend on root's own; secrets are given their mode by whoever writes them

SOURCE=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
OPT=/opt/bocso
ETC=/etc/bocso
DATA=/var/lib/bocso
UNITS=/etc/systemd/system
PROC=/proc
CHANGES=0
IS_NEW=
RESTART=()

# shellcheck source-path=SCRIPTDIR
. "$SOURCE/deploy/steps/telling.sh"
. "$SOURCE/deploy/steps/addresses.sh"
. "$SOURCE/deploy/steps/system.sh"
. "$SOURCE/deploy/steps/release.sh"
. "$SOURCE/deploy/steps/settings.sh"
. "$SOURCE/deploy/steps/services.sh"
. "$SOURCE/deploy/steps/leaving.sh"

ROLE=${1:-}
shift || true
JOIN='' ASKS='' CODE='' SERVER='' FINGERPRINT='' WHEELS='' ADDRESS='' WITH_DATA=''
while [ $# -gt 0 ]; do
	case $1 in
	--code) CODE=${2:?--code CODE}; shift 2 ;;
	--server) SERVER=${2:?--server ADDRESS}; shift 2 ;;
	--fingerprint) FINGERPRINT=${2:?--fingerprint F}; shift 2 ;;
	--join) JOIN=${2:?--join FILE}; shift 2 ;;
	--wheels) WHEELS=$(realpath "${2:?--wheels FOLDER}"); shift 2 ;;
	--address) ADDRESS=${2:?--address ADDRESS}; shift 2 ;;
	--with-data) WITH_DATA=yes; shift ;;
	*) stop "Không hiểu: $1 / not understood: $1" ;;
	esac
done

case $ROLE in
centre | kiosk | board | counter | pad | touch-pad | back | uninstall) ;;
*)
	sed -n '2,/^set/{/^#/s/^# \{0,1\}//p}' "${BASH_SOURCE[0]}"
	exit 2
	;;
esac
need_root
case $ROLE in
back)
	go_on_without_a_terminal
	go_back
	tell_end
	;;
uninstall)
	uninstall
	tell_end
	;;
*)
	need_fit_system
	need_the_screen
	need_a_plain_address
	if [ "$ROLE" != centre ]; then need_a_way_to_join; fi
	install_packages
	make_users
	make_folders
	take_over_restarts
	make_release
	# First, and then settings: an address that the authority does not vouch for is written nowhere.
	if [ "$ROLE" = centre ]; then set_up_certificates; fi
	write_settings
	if [ "$ROLE" = centre ]; then
		set_up_broker
		set_up_firewall
	else
		set_up_screen
	fi
	set_up_devices_rules
	switch_release
	if [ "$ROLE" != centre ]; then join_by_code; fi
	set_up_units
	go_on_without_a_terminal
	note_whether_it_is_new
	start_services
	tell_end || true
	start_screens
	;;
esac
