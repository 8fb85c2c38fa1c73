# A machine's address: alone, as it stands in certificates and join files, and in a URL, where IPv6 needs brackets.

is_ipv6() { # HOST: an IPv6 address without brackets and port
	[[ $1 =~ ^[0-9A-Fa-f:.]+$ && $1 == *:*:* ]]
}

bracketed() { # HOST
	if is_ipv6 "$1"; then echo "[$1]"; else echo "$1"; fi
}

host_of() { # URL or HOST: without brackets, also where an earlier installer had forgotten them before the phones' port
	local address=$1
	while [[ $address =~ ^https?:// ]]; do address=${address#*://}; done
	address=${address%%/*}
	case $address in
	\[*\]*) address=${address#[} address=${address%%]*} ;;
	*:*:*) address=${address%:8090} ;;
	*) address=${address%:*} ;;
	esac
	echo "$address"
}

# As people read it, without a scheme, it is tried at either door of the server; a settings file holds a URL.
url_of() { # ADDRESS
	if [[ $1 == *://* ]]; then
		echo "$1"
	elif [[ $1 =~ :[0-9]+$ ]]; then
		echo "http://$1"
	else
		echo "http://$1:8080"
	fi
}

# Found where none was named: by IPv4 if the machine has that, else one that is given by the network's own router.
own_address() {
	local all
	all=$(hostname -I 2>/dev/null | tr ' ' '\n')
	grep -m1 -E '^[0-9]+(\.[0-9]+){3}$' <<<"$all" || grep -m1 -iE '^f[cd][0-9a-f]*:' <<<"$all" || grep -m1 : <<<"$all" ||
		echo 127.0.0.1
}
