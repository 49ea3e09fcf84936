// Anthropic's package: the Messages API.
import assert from "node:assert/strict";
import Anthropic from "@anthropic-ai/sdk";
import { jsonSchemaOutputFormat } from "@anthropic-ai/sdk/helpers/json-schema";
import { baseURL, hello, june, key, limitedKey, model, paris, patientKey, refused, report, sunny, wrongKey } from "./features.mjs";

const messages = [{ role: "user", content: hello }];
const city = { type: "object", properties: { city: { type: "string", maxLength: 40 } }, required: ["city"] };
const weather = { name: "weather", input_schema: city };
const day = jsonSchemaOutputFormat({
  type: "object",
  properties: { sky: { type: "string", enum: ["sunny", "cloudy", "rainy"] }, warm: { type: "boolean" } },
  required: ["sky", "warm"],
  additionalProperties: false,
});

const client = (apiKey = key, maxRetries = 0) =>
  new Anthropic({ baseURL: baseURL.replace(/\/v1$/, ""), apiKey, maxRetries, timeout: 60_000 });
const ask = (changed = {}, apiKey = key, maxRetries = 0) =>
  client(apiKey, maxRetries).messages.create({ model, messages, max_tokens: 12, ...changed });
const stream = (changed = {}) => client().messages.stream({ model, messages, max_tokens: 12, ...changed });

async function refusal(kind, type, ...asked) {
  const error = await refused(() => ask(...asked));
  assert(error instanceof kind, error);
  assert.equal(error.error.error.type, type);
  return error;
}

await report({
  async models() {
    const found = [];
    for await (const item of client().models.list()) found.push(item.id);
    assert(found.includes(model));
    assert.equal((await client().models.retrieve(model)).id, model);
  },

  async chat() {
    const answer = await ask();
    assert(answer.content[0].text);
    assert(["end_turn", "max_tokens"].includes(answer.stop_reason));
    assert(answer.usage.output_tokens >= 1 && answer.usage.output_tokens <= 12);
    const counted = await client().messages.countTokens({ model, messages });
    assert.equal(counted.input_tokens, answer.usage.input_tokens + answer.usage.cache_read_input_tokens);
  },

  async stream() {
    const events = stream();
    let text = "";
    events.on("text", (piece) => (text += piece));
    assert.equal(await events.finalText(), text);
    assert(text);
  },

  async "stream-usage"() {
    const { usage } = await stream().finalMessage();
    assert(usage.input_tokens + usage.cache_read_input_tokens > 0);
    assert(usage.output_tokens >= 1 && usage.output_tokens <= 12);
  },

  async tools() {
    const asked = { messages: [{ role: "user", content: paris }], tools: [weather], max_tokens: 100 };
    const streamed = await stream({ ...asked, tool_choice: { type: "any" } }).finalMessage();
    assert(streamed.content.find((block) => block.type === "tool_use").input.city);
    const called = await ask({ ...asked, tool_choice: { type: "tool", name: "weather" } });
    const call = called.content.find((block) => block.type === "tool_use");
    assert.equal(called.stop_reason, "tool_use");
    assert(call.input.city);
    const result = { type: "tool_result", tool_use_id: call.id, content: sunny };
    const more = [...asked.messages, { role: "assistant", content: called.content }, { role: "user", content: [result] }];
    assert((await ask({ ...asked, messages: more, tool_choice: { type: "none" } })).content[0].text);
  },

  async structured() {
    const asked = { model, messages: [{ role: "user", content: june }], max_tokens: 100, output_config: { format: day } };
    const answer = await client().messages.parse(asked);
    assert(["sunny", "cloudy", "rainy"].includes(answer.parsed_output.sky));
    assert.equal(typeof answer.parsed_output.warm, "boolean");
  },

  embeddings: "Anthropic's API has no embeddings",
  responses: "Anthropic's API has Messages alone",
  "responses-stream": "Anthropic's API has Messages alone",

  "wrong-key": () => refusal(Anthropic.AuthenticationError, "authentication_error", {}, wrongKey),

  async "unknown-model"() {
    const error = await refusal(Anthropic.NotFoundError, "not_found_error", { model: "no-such-model" });
    assert.match(error.message, /no-such-model/);
  },

  async "bad-parameter"() {
    const error = await refusal(Anthropic.BadRequestError, "invalid_request_error", { max_tokens: 0 });
    assert.match(error.message, /max_tokens/);
  },

  async "rate-limit"() {
    await ask({}, limitedKey);
    await ask({}, limitedKey);
    const error = await refusal(Anthropic.RateLimitError, "rate_limit_error", {}, limitedKey);
    assert(Number(error.headers.get("retry-after")) >= 1);
    assert(error.requestID);
  },

  async retry() {
    for (let i = 0; i < 3; i++) assert((await ask({}, patientKey, 3)).usage);
  },

  async cancel() {
    for await (const event of await ask({ stream: true, max_tokens: 2000 })) {
      if (event.type === "content_block_delta") break;
    }
    assert((await ask()).usage);
  },
});
