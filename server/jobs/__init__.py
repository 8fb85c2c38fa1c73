"""What happens without anybody asking: expiries, the service day's schedule, old rows forgotten."""
