// Asks a question and prints the answer.
import OpenAI from "openai";

const { RADIUM_BASE_URL: baseURL, RADIUM_API_KEY: apiKey, RADIUM_MODEL: model } = process.env;
const client = new OpenAI({ baseURL, apiKey });

const reply = await client.chat.completions.create({
  model,
  messages: [{ role: "user", content: "Say hello in three words." }],
  max_tokens: 32,
});
console.log(reply.choices[0].message.content);
console.log(`${reply.usage.prompt_tokens} tokens in, ${reply.usage.completion_tokens} out`);
