// Anthropic's package: the Messages API, where the platform has it.
import assert from "node:assert/strict";
import Anthropic from "@anthropic-ai/sdk";
import { NotOffered, baseURL, hello, key, limitedKey, model, paris, patientKey, refused, report, sunny, wrongKey } from "./features.mjs";

const messages = [{ role: "user", content: hello }];
const city = { type: "object", properties: { city: { type: "string", maxLength: 40 } }, required: ["city"] };
const weather = { name: "weather", input_schema: city };

const client = (apiKey = key, maxRetries = 0) =>
  new Anthropic({ baseURL: baseURL.replace(/\/v1$/, ""), apiKey, maxRetries, timeout: 60_000 });
const ask = (changed = {}, apiKey = key, maxRetries = 0) =>
  client(apiKey, maxRetries).messages.create({ model, messages, max_tokens: 12, ...changed });
const stream = (changed = {}) => client().messages.stream({ model, messages, max_tokens: 12, ...changed });

/** The feature, or n/a as long as the platform has no such route. */
const offered = (feature) => async () => {
  try {
    await ask({ max_tokens: 1 });
  } catch (error) {
    if (error.status === 404 && !error.message.includes(model)) throw new NotOffered("the platform has no /messages yet");
  }
  await feature();
};

async function refusal(kind, ...asked) {
  const error = await refused(() => ask(...asked));
  assert(error instanceof kind, error);
  return error;
}

await report({
  async models() {
    const found = [];
    for await (const item of client().models.list()) found.push(item.id);
    assert(found.includes(model));
  },
  chat: offered(async () => {
    const answer = await ask();
    assert(answer.content[0].text);
    assert(answer.usage.output_tokens >= 1 && answer.usage.output_tokens <= 12);
  }),
  stream: offered(async () => assert(await stream().finalText())),
  "stream-usage": offered(async () => {
    const { usage } = await stream().finalMessage();
    assert(usage.input_tokens > 0 && usage.output_tokens >= 1 && usage.output_tokens <= 12);
  }),
  tools: offered(async () => {
    const asked = { messages: [{ role: "user", content: paris }], tools: [weather], max_tokens: 100 };
    const called = await stream({ ...asked, tool_choice: { type: "any" } }).finalMessage();
    const call = called.content.find((block) => block.type === "tool_use");
    assert(call.input.city);
    const result = { type: "tool_result", tool_use_id: call.id, content: sunny };
    const more = [...asked.messages, { role: "assistant", content: called.content }, { role: "user", content: [result] }];
    assert((await ask({ ...asked, messages: more, tool_choice: { type: "none" } })).content);
  }),
  structured: "as tools: a forced call of a schema",
  embeddings: "Anthropic's API has no embeddings",
  responses: "Anthropic's API has Messages alone",
  "responses-stream": "Anthropic's API has Messages alone",
  "wrong-key": offered(() => refusal(Anthropic.AuthenticationError, {}, wrongKey)),
  "unknown-model": offered(() => refusal(Anthropic.NotFoundError, { model: "no-such-model" })),
  "bad-parameter": offered(async () => assert.match((await refusal(Anthropic.BadRequestError, { temperature: 9 })).message, /temperature/)),
  "rate-limit": offered(async () => {
    await ask({}, limitedKey);
    await ask({}, limitedKey);
    await refusal(Anthropic.RateLimitError, {}, limitedKey);
  }),
  retry: offered(async () => {
    for (let i = 0; i < 3; i++) assert((await ask({}, patientKey, 3)).usage);
  }),
  cancel: offered(async () => {
    for await (const event of await ask({ stream: true, max_tokens: 2000 })) {
      if (event.type === "content_block_delta") break;
    }
    assert((await ask()).usage);
  }),
});
