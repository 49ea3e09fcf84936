// Makes a key that may call one model twice a minute until tomorrow, meets its limit, and revokes it.
import OpenAI from "openai";

const { RADIUM_BASE_URL: baseURL, RADIUM_API_KEY: key, RADIUM_MODEL: model } = process.env;

const api = (method, path, body) =>
  fetch(baseURL + path, {
    method,
    headers: { Authorization: `Bearer ${key}`, "Content-Type": "application/json" },
    body: body && JSON.stringify(body),
  });

const made = await api("POST", "/api-keys", {
  name: "node example",
  scopes: ["inference"],
  allowedModels: [model],
  rateLimit: { requests: 2, windowSeconds: 60 },
  expiresAt: new Date(Date.now() + 24 * 3600 * 1000).toISOString(),
});
if (!made.ok) {
  throw new Error(`no key was made: ${made.status} ${await made.text()}`);
}
const limited = (await made.json()).data;
console.log("made", limited.id); // limited.keyFull is the key, and shown this once

const client = new OpenAI({ baseURL, apiKey: limited.keyFull, maxRetries: 0 });
let number = 0;
try {
  for (number = 1; number <= 3; number++) {
    await client.chat.completions.create({ model, messages: [{ role: "user", content: "Hello!" }], max_tokens: 4 });
    console.log("call", number, "was answered");
  }
} catch (error) {
  if (!(error instanceof OpenAI.RateLimitError)) {
    throw error;
  }
  console.log("call", number, "was refused; again in", error.headers.get("retry-after"), "s");
} finally {
  await api("DELETE", `/api-keys/${limited.id}`);
  console.log("revoked");
}
