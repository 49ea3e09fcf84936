-- Gives unused permits back to the windows that they came from; to a window that has ended, nothing.
--
-- KEYS     the counters, as in take.lua
-- ARGV     1 permits   then for each counter the end of the window (ms) that they came from
-- Returns  0
for i, key in ipairs(KEYS) do
  if redis.call('HGET', key, 'e') == ARGV[i + 1] then
    redis.call('HINCRBY', key, 'n', -tonumber(ARGV[1]))
  end
end
return 0
