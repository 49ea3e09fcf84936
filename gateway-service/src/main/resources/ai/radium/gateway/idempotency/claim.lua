-- Begins a request of an idempotency key, or says how far the first one with this key has come.
--
-- KEYS     1 hash of the key
-- ARGV     1 the request, hashed   2 the owner that would begin it   3 its lease (ms)
-- Returns  {'first'}, {'other'} for another request, {'busy'}, or {'kept', the reply}
local known = redis.call('HMGET', KEYS[1], 'request', 'reply')
if not known[1] then
    redis.call('HSET', KEYS[1], 'request', ARGV[1], 'owner', ARGV[2])
    redis.call('PEXPIRE', KEYS[1], ARGV[3])
    return {'first'}
end
if known[1] ~= ARGV[1] then
    return {'other'}
end
if known[2] then
    return {'kept', known[2]}
end
return {'busy'}
