// The unmodified `openai` package against a running Radium; prints one JSON object of what it saw.
import OpenAI from "openai";

const { RADIUM_BASE_URL: baseURL, RADIUM_MODEL: model, RADIUM_API_KEY: key, RADIUM_LIMITED_KEY: limitedKey } = process.env;
const messages = [{ role: "user", content: "Say hello in three words." }];
const client = (apiKey) => new OpenAI({ baseURL, apiKey, maxRetries: 0, timeout: 60_000 });
const chat = (apiKey, name = model) => client(apiKey).chat.completions.create({ model: name, messages, max_tokens: 12 });

async function failure(call) {
  try {
    await call();
    return { class: "none" };
  } catch (error) {
    return {
      class: error.constructor.name,
      status: error.status,
      code: error.code,
      message: error.message,
      requestId: error.requestID,
    };
  }
}

async function stream() {
  let text = "", finish = null, usage = null;
  const chunks = await client(key).chat.completions.create({
    model, messages, max_tokens: 12, stream: true, stream_options: { include_usage: true },
  });
  for await (const chunk of chunks) {
    text += chunk.choices[0]?.delta?.content ?? "";
    finish = chunk.choices[0]?.finish_reason ?? finish;
    usage = chunk.usage ?? usage;
  }
  return { text, finish, completionTokens: usage.completion_tokens, promptTokens: usage.prompt_tokens };
}

async function overLimit() {
  await chat(limitedKey);
  await chat(limitedKey);
  return failure(() => chat(limitedKey));
}

const answer = await chat(key);
const list = await client(key).models.list();
console.log(JSON.stringify({
  models: list.data.map((item) => item.id),
  chat: {
    text: answer.choices[0].message.content,
    finish: answer.choices[0].finish_reason,
    completionTokens: answer.usage.completion_tokens,
    promptTokens: answer.usage.prompt_tokens,
  },
  stream: await stream(),
  wrongKey: await failure(() => chat("sk-nobody")),
  unknownModel: await failure(() => chat(key, "no-such-model")),
  overLimit: await overLimit(),
}));
