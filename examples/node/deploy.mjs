// Deploys a model, waits until it is active, calls it by its own address and deletes it.
import { setTimeout as pause } from "node:timers/promises";
import OpenAI from "openai";

const { RADIUM_BASE_URL: base, RADIUM_API_KEY: apiKey, RADIUM_MODEL: modelId } = process.env;

async function call(method, path, body) {
  const reply = await fetch(base + path, {
    method,
    headers: { Authorization: `Bearer ${apiKey}`, "Content-Type": "application/json" },
    body: body && JSON.stringify(body),
  });
  if (!reply.ok) {
    throw new Error(`${method} ${path}: ${reply.status} ${await reply.text()}`);
  }
  return (await reply.json()).data;
}

let deployment = await call("POST", "/deployments", {
  name: `node-example-${process.pid}`,
  modelId,
  configuration: { minReplicas: 1, maxReplicas: 1 },
});
try {
  console.log("deployed", deployment.id);
  while (deployment.status !== "active") {
    if (deployment.status === "failed") {
      throw new Error(`it failed: ${deployment.reason} ${deployment.reasonDetail ?? ""}`);
    }
    await pause(1000);
    deployment = await call("GET", `/deployments/${deployment.id}`);
  }
  console.log("it is active at", deployment.endpointUrl);

  const client = new OpenAI({ baseURL: `${base}/models/${deployment.id}`, apiKey });
  const reply = await client.chat.completions.create({
    model: deployment.id,
    messages: [{ role: "user", content: "Who are you?" }],
    max_tokens: 16,
  });
  console.log(reply.choices[0].message.content);
} finally {
  await call("DELETE", `/deployments/${deployment.id}`);
  console.log("deleted");
}
