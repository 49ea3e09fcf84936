-- Says that a gateway lives, and counts those that said so lately.
--
-- KEYS     1 sorted set of gateways by the time (ms) they were last heard of
-- ARGV     1 this gateway   2 silence (ms) after which a gateway counts no more
-- Returns  the number of gateways, this one included
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now, ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[2]))
return redis.call('ZCARD', KEYS[1])
