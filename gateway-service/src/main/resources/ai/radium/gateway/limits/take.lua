-- Takes permits from the fixed windows of one caller: from all of its counters, or from none.
--
-- KEYS     one hash per counter: n = permits given out in this window, e = end of the window (ms since the epoch),
--          h = time (ms) until which permits that were given ahead of need may still come back
-- ARGV     1 permits needed now   2 most permits to give ahead of need   3 how long those may stay out (ms)
--          then for each counter its limit, the length of its window (ms), and how many requests the gateway has
--          admitted alone while Redis was away, which count before anything is given
-- Returns  {given, ms after which a refusal may have become wrong (0 = it is final),
--           then for each counter n, e and the ms until e}
--
-- A window begins with its first permit. When its length was shortened meanwhile, it ends no later than one that begins
-- now; what was counted stays. Ahead of need goes at most a twentieth of what is left, so that the last
-- permits are given one by one and none is stuck at a gateway without traffic.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local needed, ahead, hold = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3])
local counters, left, wait, counted = {}, math.huge, 0, false

for i, key in ipairs(KEYS) do
  local limit, window, alone = tonumber(ARGV[3 * i + 1]), tonumber(ARGV[3 * i + 2]), tonumber(ARGV[3 * i + 3])
  local stored = redis.call('HMGET', key, 'n', 'e', 'h')
  local counter = {n = tonumber(stored[1]) or 0, e = tonumber(stored[2]) or 0, h = tonumber(stored[3]) or 0}
  if counter.e <= now then
    counter = {n = 0, e = now + window, h = 0}
  end
  counter.e = math.min(counter.e, now + window)
  counter.n = counter.n + alone
  counted = counted or alone > 0
  counters[i] = counter
  left = math.min(left, math.max(0, limit - counter.n))
  if limit - counter.n < needed then
    wait = math.max(wait, counter.h - now)
  end
end

local given = math.min(left, math.max(needed, math.min(ahead, math.floor(left / 20))))
local reply = {given, wait}
for i, key in ipairs(KEYS) do
  local counter = counters[i]
  if given > 0 or counted then
    counter.n = counter.n + given
    if given > needed then
      counter.h = now + hold
    end
    redis.call('HSET', key, 'n', counter.n, 'e', counter.e, 'h', counter.h)
    redis.call('PEXPIREAT', key, counter.e)
  end
  reply[#reply + 1] = counter.n
  reply[#reply + 1] = counter.e
  reply[#reply + 1] = counter.e - now
end
return reply
