// Requests of the page. What changes something is sent again until it is answered; the server counts it once.

const CSRF = document.querySelector("meta[name=csrf]").content;
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 10000;
const AGAIN = new Set([502, 503, 504]);

export class Refusal extends Error {
  constructor(status, html) {
    super(`refused ${status}`);
    this.status = status;
    this.html = html;
  }
}

async function answered(response) {
  if (response.status === 401) {
    location.assign("/login");
    return new Promise(() => {});
  }
  if (!response.ok) throw new Refusal(response.status, await response.text());
  return response;
}

export async function get(address, signal) {
  const response = await fetch(address, { headers: { "HX-Request": "true" }, signal });
  return answered(response);
}

// Sends a form and waits for the answer, however long the network is away; `waiting` is told how often it was tried.
export async function save(address, form, waiting) {
  const headers = { "HX-Request": "true", "X-CSRF-Token": CSRF };
  for (let tried = 1; ; tried += 1) {
    try {
      const response = await fetch(address, { method: "POST", headers, body: form });
      if (!AGAIN.has(response.status)) return await answered(response);
    } catch (error) {
      if (error instanceof Refusal) throw error;
    }
    waiting(tried);
    await new Promise((go) => setTimeout(go, Math.min(FIRST_PAUSE * 2 ** (tried - 1), LONGEST_PAUSE)));
  }
}

// Says something to the server that need not arrive.
export function mention(address, form) {
  fetch(address, { method: "POST", headers: { "X-CSRF-Token": CSRF }, body: form, keepalive: true }).catch(() => {});
}
