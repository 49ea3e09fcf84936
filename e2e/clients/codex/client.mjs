// codex, without a person: `codex exec --json` with Radium as its model provider. It speaks Responses, as streams, alone.
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { baseURL, hello, key, limitedKey, model, report, wrongKey } from "./features.mjs";

const home = resolve("codex-home");
const work = resolve("codex-work");
mkdirSync(home, { recursive: true });
mkdirSync(work, { recursive: true });
// Its own instructions are longer than the demo's context.
writeFileSync(resolve(home, "instructions.md"), "Be brief.");

const settings = {
  model_provider: "radium",
  "model_providers.radium": `{name="Radium", base_url="${baseURL}", env_key="RADIUM_KEY", wire_api="responses", request_max_retries=0, stream_max_retries=0}`,
  model_instructions_file: resolve(home, "instructions.md"),
  check_for_update_on_startup: false,
  "analytics.enabled": false,
  // Tools that the demo's model calls with pages of nonsense, where it may.
  ...Object.fromEntries(
    ["shell_tool", "unified_exec", "view_image", "goals", "multi_agent"].map((feature) => [`features.${feature}`, false]),
  ),
};

/** Its events, and its own last words. */
function codex({ apiKey = key, name = model, leave = false }) {
  const options = Object.entries(settings).flatMap(([option, value]) => ["-c", `${option}=${value}`]);
  const run = spawn(
    process.execPath,
    [resolve("node_modules/@openai/codex/bin/codex.js"), "exec", "--json", "--skip-git-repo-check", "--sandbox", "read-only",
      "-C", work, "-m", name, ...options, hello],
    { env: { ...process.env, CODEX_HOME: home, RADIUM_KEY: apiKey }, stdio: ["ignore", "pipe", "pipe"], timeout: 120_000 },
  );
  return new Promise((ended, broken) => {
    let printed = "", said = "";
    run.stdout.on("data", (piece) => {
      printed += piece;
      if (leave && printed.includes("turn.started")) run.kill("SIGINT");
    });
    run.stderr.on("data", (piece) => (said += piece));
    run.on("error", broken);
    run.on("close", (status) => {
      const events = printed.split("\n").filter((line) => line.startsWith("{")).map((line) => JSON.parse(line));
      ended({ status, events, all: printed + said });
    });
  });
}

/** The demo's model may call a tool with nonsense up to its context's end: then it is asked again. */
async function answered(tries = 3) {
  const { events, all } = await codex({});
  const ended = events.find((event) => event.type === "turn.completed");
  if (events.some((event) => event.item?.type === "agent_message") && ended) return ended.usage;
  assert(tries > 1, all.slice(-2000));
  return answered(tries - 1);
}

async function asked(path, apiKey, body) {
  const headers = { Authorization: `Bearer ${apiKey}`, "Content-Type": "application/json" };
  const answer = await fetch(baseURL + path, { method: body ? "POST" : "GET", headers, body: body && JSON.stringify(body) });
  assert.equal(answer.status, 200);
}

async function refused(changed, ...words) {
  const { events, all } = await codex(changed);
  assert(events.some((event) => event.type === "turn.failed"), all.slice(-2000));
  for (const word of words) assert(all.includes(word), all.slice(-2000));
}

const none = "codex speaks Responses, as streams, alone";
await report({
  models: "codex lists the models of its own service only",
  chat: none,
  stream: none,
  "stream-usage": none,
  tools: "a call cannot be forced, and the demo's model makes none that makes sense",
  structured: "its own tools stay beside the schema, and the demo's model calls them with nonsense",
  embeddings: "codex makes no embeddings",
  responses: none,
  async "responses-stream"() {
    assert((await answered()).output_tokens >= 1);
  },
  "wrong-key": () => refused({ apiKey: wrongKey }, "401"),
  "unknown-model": () => refused({ name: "no-such-model" }, "The model `no-such-model` does not exist"),
  "bad-parameter": "codex sends no parameters of the caller's",
  async "rate-limit"() {
    await asked("/models", limitedKey);
    await asked("/models", limitedKey);
    await refused({ apiKey: limitedKey }, "429");
  },
  retry: "codex asks again after a 5xx, by Retry-After, and never after a 429",
  async cancel() {
    await codex({ leave: true });
    await asked("/chat/completions", key, { model, messages: [{ role: "user", content: hello }], max_tokens: 1 });
  },
});
