// What the AI SDK does with a provider's models.
import assert from "node:assert/strict";
import { APICallError, Output, embedMany, generateText, stepCountIs, streamText, tool } from "ai";
import { z } from "zod";
import { embeddingModel, hello, june, key, limitedKey, model, paris, patientKey, refused, sunny, wrongKey } from "./features.mjs";

const Weather = z.object({ sky: z.enum(["sunny", "cloudy", "rainy"]), degrees: z.number().int().min(-40).max(50) });
const weather = tool({ inputSchema: z.object({ city: z.string().max(40) }), execute: async () => sunny });

/** languageModel(apiKey, name), embeddingModelOf(name): a provider's models. */
export function featuresOf(languageModel, embeddingModelOf) {
  const settings = (changed = {}, apiKey = key, name = model) =>
    ({ model: languageModel(apiKey, name), prompt: hello, maxOutputTokens: 16, maxRetries: 0, ...changed });
  const generate = (...changed) => generateText(settings(...changed));

  async function streamed(changed) {
    const result = streamText(settings({ onError: ({ error }) => { throw error; }, ...changed }));
    let text = "";
    for await (const piece of result.textStream) text += piece;
    return { text, usage: await result.usage, reason: await result.finishReason, calls: await result.toolCalls };
  }

  async function refusal(status, changed, apiKey, name) {
    const error = await refused(() => generate(changed, apiKey, name));
    assert(APICallError.isInstance(error), error);
    assert.equal(error.statusCode, status);
    return error;
  }

  return {
    models: "the AI SDK lists no models",

    async whole() {
      const answer = await generate();
      assert(answer.text);
      assert(["stop", "length"].includes(answer.finishReason));
      assert(answer.usage.outputTokens >= 1 && answer.usage.outputTokens <= 16);
    },

    async streamed() {
      const answer = await streamed({});
      assert(answer.text);
      assert(["stop", "length"].includes(answer.reason));
    },

    async "stream-usage"() {
      const { usage } = await streamed({});
      assert(usage.inputTokens > 0 && usage.outputTokens >= 1 && usage.outputTokens <= 16, JSON.stringify(usage));
    },

    async tools() {
      const asked = { prompt: paris, tools: { weather }, maxOutputTokens: 100, temperature: 0 };
      const called = await streamed({ ...asked, toolChoice: "required" });
      assert(called.calls[0].input.city);
      const answer = await generate({
        ...asked,
        stopWhen: stepCountIs(2),
        prepareStep: ({ stepNumber }) => ({ toolChoice: stepNumber === 0 ? "required" : "none" }),
      });
      assert.equal(answer.steps.length, 2);
      assert.equal(answer.steps[0].toolResults[0].output, sunny);
      assert(answer.text);
    },

    async structured() {
      const asked = { prompt: june, output: Output.object({ schema: Weather }), maxOutputTokens: 100 };
      assert(Weather.safeParse((await generate(asked)).output).success);
    },

    async embeddings() {
      const { embeddings, usage } = await embedMany({ model: embeddingModelOf(embeddingModel), values: ["a cat", "a dog"] });
      for (const vector of embeddings) assert(Math.abs(Math.hypot(...vector) - 1) < 1e-4);
      assert(usage.tokens > 0);
    },

    async "wrong-key"() {
      assert(!(await refusal(401, {}, wrongKey)).isRetryable);
    },

    async "unknown-model"() {
      assert.match((await refusal(404, {}, key, "no-such-model")).message, /no-such-model/);
    },

    async "bad-parameter"() {
      assert.match((await refusal(400, { temperature: 9 })).message, /temperature/);
    },

    async "rate-limit"() {
      await generate({}, limitedKey);
      await generate({}, limitedKey);
      assert((await refusal(429, {}, limitedKey)).isRetryable);
    },

    async retry() {
      for (let i = 0; i < 3; i++) assert((await generate({ maxRetries: 3 }, patientKey)).usage);
    },

    async cancel() {
      const leaving = new AbortController();
      const result = streamText(settings({ maxOutputTokens: 2000, abortSignal: leaving.signal, onError: () => {} }));
      for await (const part of result.fullStream) {
        if (part.type === "text-delta") leaving.abort();
      }
      assert((await generate()).text);
    },
  };
}
