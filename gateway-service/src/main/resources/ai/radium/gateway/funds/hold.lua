-- Notes what a gateway holds of an account's funds, and lets it hold more as far as they go.
--
-- KEYS     1 hash of the account: v = newest version of its funds that a gateway brought, f = those funds,
--            h = time (ms) until which what others hold may still shrink without a call's end,
--            and for each gateway g:<name> = what it holds
--          2 sorted set of gateways by the time (ms) they were last heard of
--          3 hash: since = time (ms) since which Redis remembers what gateways hold
-- ARGV     1 this gateway   2 what it has committed   3 what it needs beyond that   4 version of the funds that it knows
--          5 those funds   6 silence (ms) after which a gateway is gone, with what it held
--          7 how long (ms) nothing is given after Redis has begun to remember   8 how long (ms) what is given ahead may stay out
--          9 how long (ms) the hash is kept
-- Returns  {what this gateway holds now, what nobody holds, ms after which a refusal may have become wrong (0 = others hold it
--           for calls that run), 1 if Redis has begun to remember just now, else 0}
--
-- Amounts are billionths of a dollar, below 2^53. A gateway says all that it holds, not a change of it: saying it twice is
-- saying it once, and a Redis that forgot everything is told everything. What is committed stands, even if the funds have shrunk
-- below it. What billing has charged is in the funds of a newer version; the gateway that made the calls takes it from what it
-- has committed as it hears of that version, so in between it counts twice, never not at all.
-- Ahead of need goes at most a twentieth of what is left, so that the last calls are covered one by one.
local time = redis.call('TIME')
local now = time[1] * 1000 + math.floor(time[2] / 1000)
local own = 'g:' .. ARGV[1]
local committed, needed = tonumber(ARGV[2]), tonumber(ARGV[3])
local version, funds = tonumber(ARGV[4]), tonumber(ARGV[5])
redis.call('ZADD', KEYS[2], now, ARGV[1])
local since = tonumber(redis.call('HGET', KEYS[3], 'since'))
if not since then
  since = now
  redis.call('HSET', KEYS[3], 'since', since)
end

local known, knownFunds, shrink, others = -1, 0, 0, 0
local stored = redis.call('HGETALL', KEYS[1])
for i = 1, #stored, 2 do
  local field, value = stored[i], tonumber(stored[i + 1])
  if field == 'v' then
    known = value
  elseif field == 'f' then
    knownFunds = value
  elseif field == 'h' then
    shrink = value
  elseif field ~= own then
    local heard = tonumber(redis.call('ZSCORE', KEYS[2], string.sub(field, 3)) or 0)
    if now - heard < tonumber(ARGV[6]) then
      others = others + value
    else
      redis.call('HDEL', KEYS[1], field)
    end
  end
end
if version < known then
  version, funds = known, knownFunds
elseif version > known and known >= 0 then
  shrink = now + tonumber(ARGV[8])
end

local left = funds - others - committed
local settling = since + tonumber(ARGV[7]) - now
local given = 0
if needed > 0 and settling <= 0 then
  given = math.max(0, math.min(left, math.max(needed, math.floor(left / 20))))
end
if given > needed then
  shrink = now + tonumber(ARGV[8])
end
local held = committed + given
redis.call('HSET', KEYS[1], 'v', version, 'f', funds, 'h', shrink)
if held > 0 then
  redis.call('HSET', KEYS[1], own, held)
else
  redis.call('HDEL', KEYS[1], own)
end
redis.call('PEXPIRE', KEYS[1], tonumber(ARGV[9]))
local wait = given < needed and math.max(0, settling, shrink - now) or 0
return {held, left - given, wait, settling > 0 and 1 or 0}
