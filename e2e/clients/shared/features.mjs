// Tries a client's features one after the other and prints a JSON line of each: {feature, result, reason}.
const env = process.env;
export const baseURL = env.RADIUM_BASE_URL;
export const key = env.RADIUM_API_KEY;
export const wrongKey = "sk-nobody";
// Two requests a minute, and two in every three seconds.
export const limitedKey = env.RADIUM_LIMITED_KEY;
export const patientKey = env.RADIUM_PATIENT_KEY;
export const model = env.RADIUM_MODEL;
export const embeddingModel = env.RADIUM_EMBEDDING_MODEL;

export const hello = "Say hello in three words.";
export const june = "Describe a day in June.";
export const paris = "What is the weather in Paris?";
export const sunny = "Sunny, 25 degrees.";

/** Features by name: what to call, or why there is nothing to call. */
export async function report(features) {
  for (const feature of env.RADIUM_FEATURES.split(" ")) {
    console.log(JSON.stringify({ feature, ...(await outcome(features[feature])) }));
  }
}

async function outcome(attempt) {
  if (typeof attempt === "string") return { result: "n/a", reason: attempt };
  try {
    await attempt();
    return { result: "pass", reason: "" };
  } catch (error) {
    return { result: "fail", reason: told(error) };
  }
}

/** With the program's own line that it came from. */
function told(error) {
  const own = (error.stack ?? "").split("\n").find((line) => line.includes(process.argv[1]));
  return `${own?.trim() ?? "line unknown"}: ${error.name ?? error} ${error.message ?? ""}`;
}

/** What the call is refused with. */
export async function refused(call) {
  try {
    await call();
  } catch (error) {
    return error;
  }
  throw new Error("nothing was refused");
}
