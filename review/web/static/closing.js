// Steps and evidence of an item: each form is sent by itself, and the section as it is then takes the old one's place.

const CSRF = document.querySelector("meta[name=csrf]").content;

function say(section, html) {
  section.querySelector(".closing-said").innerHTML = html;
}

function busy(section, is) {
  section.toggleAttribute("aria-busy", is);
  for (const button of section.querySelectorAll("button")) button.disabled = is || button.hasAttribute("data-off");
}

// What the server would refuse is not sent: it would close the connection, and nobody would learn why.
function tooLarge(form) {
  const field = form.querySelector("[data-largest]");
  const most = Number(field?.dataset.largest);
  const files = [...(field?.files ?? [])];
  const one = files.find((file) => file.size > most);
  if (one) return `“${one.name}”超过 ${Math.floor(most / 1e6)} MB，没有收下。请压缩图片或拆分后再传。`;
  if (files.reduce((sum, file) => sum + file.size, 0) > most) return `几个文件合计超过 ${Math.floor(most / 1e6)} MB，请分几次上传。`;
  return "";
}

async function send(form) {
  const section = form.closest("#closing");
  const reason = tooLarge(form);
  if (reason) {
    const line = Object.assign(document.createElement("p"), { className: "refusal", textContent: reason });
    line.setAttribute("role", "alert");
    return section.querySelector(".closing-said").replaceChildren(line);
  }
  const body = new FormData(form);
  for (const button of section.querySelectorAll("button:disabled")) button.setAttribute("data-off", "");
  busy(section, true);
  try {
    const response = await fetch(form.action, { method: "POST", headers: { "HX-Request": "true", "X-CSRF-Token": CSRF }, body });
    if (response.status === 401) return location.assign("/login");
    const html = await response.text();
    if (response.ok) {
      section.outerHTML = html;
      return undefined;
    }
    say(section, response.headers.get("content-type")?.startsWith("text/html") ? html : "");
    if (!section.querySelector(".closing-said").textContent.trim()) say(section, '<p class="refusal" role="alert">没有收下：文件过大。请压缩或拆分后再传。</p>');
  } catch {
    say(section, '<p class="refusal" role="alert">网络不通，没有保存。请再试一次，不会重复登记。</p>');
  }
  busy(section, false);
  return undefined;
}

document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-closing]")) return;
  event.preventDefault();
  send(event.target);
});
