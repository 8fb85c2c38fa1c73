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

# It goes into certificates, settings and slips as it is: neither scheme nor port. The brackets of a URL are left out.
need_a_plain_address() {
	local octet='(25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})' label='[A-Za-z0-9]([A-Za-z0-9-]*[A-Za-z0-9])?'
	case $ADDRESS in \[*\]) ADDRESS=${ADDRESS#[} ADDRESS=${ADDRESS%]} ;; esac
	if [ -z "$ADDRESS" ] || is_ipv6 "$ADDRESS" || [[ $ADDRESS =~ ^($octet\.){3}$octet$ ]]; then return; fi
	[[ ! $ADDRESS =~ ^[0-9.]+$ && $ADDRESS =~ ^$label(\.$label)*$ ]] || stop "--address cần địa chỉ hoặc tên của máy, không có http, không có cổng
  --address takes an address or a name of the machine, without http and port: 10.0.0.2"
}
