-- The reply is there.
--
-- KEYS     1 hash of the key
-- ARGV     1 owner   2 the reply   3 how long it is kept (ms)
if redis.call('HGET', KEYS[1], 'owner') == ARGV[1] then
    redis.call('HSET', KEYS[1], 'reply', ARGV[2])
    redis.call('HDEL', KEYS[1], 'owner')
    return redis.call('PEXPIRE', KEYS[1], ARGV[3])
end
return 0
