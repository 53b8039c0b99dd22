// The browser's own button for files speaks the browser's language: ours says which file was chosen.
document.addEventListener("change", (event) => {
  const input = event.target;
  if (input.id !== "file") return;
  document.getElementById("chosen").textContent = input.files.length ? input.files[0].name : "未选择";
});
