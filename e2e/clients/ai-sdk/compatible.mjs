import { createOpenAICompatible } from "@ai-sdk/openai-compatible";
import { featuresOf } from "./features-of.js";
import { baseURL, key, report } from "./features.mjs";

const provider = (apiKey = key) =>
  createOpenAICompatible({ name: "radium", baseURL, apiKey, includeUsage: true, supportsStructuredOutputs: true });
const { whole, streamed, ...features } = featuresOf(
  (apiKey, name) => provider(apiKey).chatModel(name),
  (name) => provider().embeddingModel(name),
);
const none = "this provider speaks chat completions alone";
await report({ ...features, chat: whole, stream: streamed, responses: none, "responses-stream": none });
