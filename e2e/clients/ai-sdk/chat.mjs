import { createOpenAI } from "@ai-sdk/openai";
import { featuresOf } from "./features-of.js";
import { baseURL, key, report } from "./features.mjs";

const provider = (apiKey = key) => createOpenAI({ baseURL, apiKey });
const { whole, streamed, ...features } = featuresOf(
  (apiKey, name) => provider(apiKey).chat(name),
  (name) => provider().embeddingModel(name),
);
const other = "the provider's other half, in a row of its own: ai-sdk responses";
await report({ ...features, chat: whole, stream: streamed, responses: other, "responses-stream": other });
