-- There is no reply to keep: the key may be used anew.
--
-- KEYS     1 hash of the key
-- ARGV     1 owner
if redis.call('HGET', KEYS[1], 'owner') == ARGV[1] then
    return redis.call('DEL', KEYS[1])
end
return 0
