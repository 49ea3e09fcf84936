// Prints an answer while it is made.
import OpenAI from "openai";

const { RADIUM_BASE_URL: baseURL, RADIUM_API_KEY: apiKey, RADIUM_MODEL: model } = process.env;
const client = new OpenAI({ baseURL, apiKey });

const chunks = await client.chat.completions.create({
  model,
  messages: [{ role: "user", content: "Say hello in three words." }],
  max_tokens: 32,
  stream: true,
  stream_options: { include_usage: true },
});
for await (const chunk of chunks) {
  process.stdout.write(chunk.choices[0]?.delta?.content ?? "");
  if (chunk.usage) {
    // in the last one
    console.log(`\n${chunk.usage.prompt_tokens} tokens in, ${chunk.usage.completion_tokens} out`);
  }
}
