-- Token bucket. KEYS[1] bucket; ARGV: permits per second, burst, now in milliseconds, permits wanted. Returns permits got.
local kept = redis.call('HMGET', KEYS[1], 'time', 'permits')
local now, burst = tonumber(ARGV[3]), tonumber(ARGV[2])
local last = tonumber(kept[1]) or now
local permits = math.min(burst, (tonumber(kept[2]) or burst) + (now - last) * tonumber(ARGV[1]) / 1000)
local got = math.min(tonumber(ARGV[4]), math.floor(permits))
redis.call('HSET', KEYS[1], 'time', now, 'permits', permits - got)
redis.call('PEXPIRE', KEYS[1], 60000)
return got
