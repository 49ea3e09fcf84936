import assert from "node:assert/strict";
import OpenAI from "openai";
import { zodFunction, zodResponseFormat, zodTextFormat } from "openai/helpers/zod";
import { z } from "zod";
import {
  baseURL, embeddingModel, hello, june, key, limitedKey, model, paris, patientKey, refused, report, sunny, wrongKey,
} from "./features.mjs";

const messages = [{ role: "user", content: hello }];
const Weather = z.object({ sky: z.enum(["sunny", "cloudy", "rainy"]), degrees: z.number().int().min(-40).max(50) });
const weather = zodFunction({ name: "weather", parameters: z.object({ city: z.string().max(40) }) });

const client = (apiKey = key, maxRetries = 0) => new OpenAI({ baseURL, apiKey, maxRetries, timeout: 60_000 });
const ask = (changed = {}, apiKey = key, maxRetries = 0) =>
  client(apiKey, maxRetries).chat.completions.create({ model, messages, max_tokens: 12, ...changed });

async function all(stream) {
  const parts = [];
  for await (const part of stream) parts.push(part);
  return parts;
}

await report({
  async models() {
    assert((await all(client().models.list())).some((item) => item.id === model));
    assert.equal((await client().models.retrieve(model)).id, model);
  },

  async chat() {
    const answer = await ask();
    assert(answer.choices[0].message.content);
    assert(["stop", "length"].includes(answer.choices[0].finish_reason));
    assert(answer.usage.completion_tokens >= 1 && answer.usage.completion_tokens <= 12);
  },

  async stream() {
    const chunks = await all(await ask({ stream: true }));
    assert(chunks.map((chunk) => chunk.choices[0].delta.content ?? "").join(""));
    assert(["stop", "length"].includes(chunks.at(-1).choices[0].finish_reason));
  },

  async "stream-usage"() {
    const last = (await all(await ask({ stream: true, stream_options: { include_usage: true } }))).at(-1);
    assert.deepEqual(last.choices, []);
    assert(last.usage.prompt_tokens > 0 && last.usage.completion_tokens <= 12);
  },

  async tools() {
    const asked = { messages: [{ role: "user", content: paris }], tools: [weather], temperature: 0, max_tokens: 100 };
    const choice = (await ask({ ...asked, tool_choice: "required" })).choices[0];
    const call = choice.message.tool_calls[0];
    assert.equal(choice.finish_reason, "tool_calls");
    assert(JSON.parse(call.function.arguments).city);
    const more = [...asked.messages, choice.message, { role: "tool", tool_call_id: call.id, content: sunny }];
    assert((await ask({ ...asked, messages: more, tool_choice: "none" })).choices[0].message.content);
    const streamed = await client().chat.completions.stream({ model, ...asked, tool_choice: "required" }).finalChatCompletion();
    assert(streamed.choices[0].message.tool_calls[0].function.parsed_arguments.city);
  },

  async structured() {
    const format = zodResponseFormat(Weather, "weather");
    const answer = await client().chat.completions.parse({ model, messages: [{ role: "user", content: june }], response_format: format });
    assert(Weather.safeParse(answer.choices[0].message.parsed).success);
  },

  async embeddings() {
    const vectors = await client().embeddings.create({ model: embeddingModel, input: ["a cat", "a dog"] });
    for (const item of vectors.data) assert(Math.abs(Math.hypot(...item.embedding) - 1) < 1e-4);
  },

  async responses() {
    assert((await client().responses.create({ model, input: hello, max_output_tokens: 12 })).output_text);
    const parsed = await client().responses.parse({ model, input: june, text: { format: zodTextFormat(Weather, "weather") } });
    assert(Weather.safeParse(parsed.output_parsed).success);
  },

  async "responses-stream"() {
    const stream = client().responses.stream({ model, input: hello, max_output_tokens: 12 });
    const deltas = (await all(stream)).filter((event) => event.type === "response.output_text.delta");
    assert.equal(deltas.map((event) => event.delta).join(""), (await stream.finalResponse()).output_text);
    assert(deltas.length > 0);
  },

  async "wrong-key"() {
    const error = await refused(() => ask({}, wrongKey));
    assert(error instanceof OpenAI.AuthenticationError, error);
    assert.equal(error.status, 401);
  },

  async "unknown-model"() {
    const error = await refused(() => ask({ model: "no-such-model" }));
    assert(error instanceof OpenAI.NotFoundError, error);
    assert.equal(error.code, "model_not_found");
  },

  async "bad-parameter"() {
    const error = await refused(() => ask({ temperature: 9 }));
    assert(error instanceof OpenAI.BadRequestError, error);
    assert.equal(error.param, "temperature");
  },

  async "rate-limit"() {
    await ask({}, limitedKey);
    await ask({}, limitedKey);
    const error = await refused(() => ask({}, limitedKey));
    assert(error instanceof OpenAI.RateLimitError, error);
    assert(Number(error.headers.get("retry-after")) >= 1);
    assert(error.requestID);
  },

  async retry() {
    for (let i = 0; i < 3; i++) assert((await ask({}, patientKey, 3)).usage);
  },

  async cancel() {
    for await (const chunk of await ask({ stream: true, max_tokens: 2000 })) {
      assert(chunk.id);
      break;
    }
    assert((await ask()).choices[0]);
  },
});
