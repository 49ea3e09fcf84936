-- The owner still works on it.
--
-- KEYS     1 hash of the key
-- ARGV     1 owner   2 lease (ms)
if redis.call('HGET', KEYS[1], 'owner') == ARGV[1] then
    return redis.call('PEXPIRE', KEYS[1], ARGV[2])
end
return 0
