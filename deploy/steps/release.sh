# The program: each release in a folder of its own, finished before anything points at it, so that one can go back.

release_name() {
	local lock source
	# What the program is made of: our own files and every pinned package.
	source=$(cd "$SOURCE" && find $(program_parts) -type f -not -path '*/__pycache__/*' -print0 | LC_ALL=C sort -z |
		xargs -0 sha256sum | sha256sum | cut -c1-12)
	lock=$(sed -n 's/^version = "\(.*\)"/\1/p' "$SOURCE/pyproject.toml" | head -1)
	echo "$lock-$source"
}

program_parts() {
	echo bocso counter_display deploy docs hardware kiosk look messaging procedures rating_pad server \
		CHANGELOG.md LICENSE README.md pyproject.toml requirements.lock
}

extras_of() { # ROLE
	case $1 in
	centre) echo server ;;
	kiosk) echo kiosk ;;
	board | counter) echo board ;;
	pad) echo pad ;;
	touch-pad) echo touch-pad ;;
	esac
}

# The roles of this machine: those installed before, and the one asked for now.
roles_here() {
	{
		cat $ETC/roles 2>/dev/null || true
		echo "$ROLE"
	} | LC_ALL=C sort -u
}

make_release() {
	local extras=() role name folder
	for role in $(roles_here); do extras+=("$(extras_of "$role")"); done
	mapfile -t extras < <(printf '%s\n' "${extras[@]}" | LC_ALL=C sort -u)
	# Named by what is in it: a board beside a kiosk needs nothing that the kiosk did not bring.
	local parts site=() pins=''
	parts=$(python3 "$SOURCE/deploy/locked_parts.py" "${extras[@]}")
	case " ${extras[*]} " in *" pad "*) site=(--system-site-packages) pins=-pins ;; esac # lgpio comes from the system
	name="$(release_name)-$(sha256sum <<<"$parts" | cut -c1-8)$pins"
	folder=$OPT/releases/$name
	RELEASE=$folder
	if [ -e "$folder/.complete" ]; then
		kept "chương trình / program $name"
		return
	fi
	echo "Cài chương trình / installing the program $name"
	rm -rf "$folder"
	install -d -m 755 $OPT $OPT/releases "$folder" "$folder/source"
	(cd "$SOURCE" && tar -c --exclude=__pycache__ $(program_parts)) | tar -x --no-same-owner -C "$folder/source"
	python3 -m venv "${site[@]}" "$folder"
	local from=()
	if [ -n "$WHEELS" ]; then from=(--no-index --find-links "$WHEELS"); fi
	printf '%s\n' "$parts" >"$folder/requirements.txt"
	"$folder/bin/pip" install -q --no-cache-dir --disable-pip-version-check "${from[@]}" --require-hashes \
		-r "$folder/requirements.txt" || stop "không cài được các gói Python / Python packages could not be installed"
	"$folder/bin/pip" install -q --no-cache-dir --disable-pip-version-check --no-index --no-build-isolation --no-deps \
		"$folder/source" || stop "không cài được chương trình / the program could not be installed"
	chmod -R go=rX "$folder"
	sync # a power cut must not leave a release that says it is whole and is not
	touch "$folder/.complete"
	did "chương trình / program $name"
}

link_to() { # LINK TARGET, in one step: there is never a moment without it
	ln -sfn "$2" "$1.new"
	mv -Tf "$1.new" "$1"
}

switch_release() {
	local now units=()
	now=$(readlink -f $OPT/current 2>/dev/null || true)
	if [ "$now" = "$RELEASE" ]; then
		kept "$OPT/current"
	else
		mapfile -t units < <(units_here | tr ' ' '\n')
		restart_later "${units[@]}"
		if [ -n "$now" ] && [ -e "$now/.complete" ]; then link_to $OPT/previous "$now"; fi
		link_to $OPT/current "$RELEASE"
		did "$OPT/current -> $(basename "$RELEASE")"
	fi
	roles_here >$ETC/roles.asked
	place $ETC/roles.asked $ETC/roles 644 root:root || true
	rm -f $ETC/roles.asked
	if [ -x $OPT/current/bin/bocso ]; then
		[ "$(readlink /usr/local/bin/bocso 2>/dev/null)" = $OPT/current/bin/bocso ] || {
			link_to /usr/local/bin/bocso $OPT/current/bin/bocso
			did "/usr/local/bin/bocso"
		}
	fi
	forget_old_releases
}

# This one and the one before stay; what is older could not read today's data anyway.
forget_old_releases() {
	local folder current previous
	current=$(readlink -f $OPT/current)
	previous=$(readlink -f $OPT/previous 2>/dev/null || true)
	for folder in $OPT/releases/*/; do
		folder=${folder%/}
		if [ "$folder" != "$current" ] && [ "$folder" != "$previous" ]; then
			rm -rf "$folder"
			did "bỏ bản cũ / removed $(basename "$folder")"
		fi
	done
}
