-- Says that a gateway lives, and counts those that said so lately.
--
-- KEYS     1 sorted set of gateways by the time (ms) they were last heard of
--          2 hash: since = time (ms) since which Redis remembers what gateways hold
-- ARGV     1 this gateway   2 silence (ms) after which a gateway is gone
--          3 how much earlier (ms) than that this one is: it says goodbye
-- Returns  {since, the number of gateways, this one included}
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
redis.call('ZADD', KEYS[1], now - tonumber(ARGV[3]), ARGV[1])
redis.call('ZREMRANGEBYSCORE', KEYS[1], '-inf', now - tonumber(ARGV[2]))
local since = tonumber(redis.call('HGET', KEYS[2], 'since'))
if not since then
  since = now
  redis.call('HSET', KEYS[2], 'since', since)
end
return {since, redis.call('ZCARD', KEYS[1])}
