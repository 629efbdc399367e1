// Helps, never needed: makes photos small before they cross a slow link, and guards a form against a second tap.
(() => {
  const EDGE = 2000;
  const LARGE = 1_000_000;
  const size = (n) => (n < 1e6 ? `${Math.ceil(n / 1e3)} kB` : `${(n / 1e6).toFixed(1).replace(".", ",")} MB`);

  async function shrunk(file) {
    if (file.size < LARGE || !/^image\/(jpeg|png|webp)$/.test(file.type)) return file;
    const photo = await createImageBitmap(file);
    const scale = Math.min(1, EDGE / Math.max(photo.width, photo.height));
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(photo.width * scale);
    canvas.height = Math.round(photo.height * scale);
    canvas.getContext("2d").drawImage(photo, 0, 0, canvas.width, canvas.height);
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    if (!blob || blob.size >= file.size) return file;
    return new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" });
  }

  async function chosen(input) {
    const note = document.getElementById(`${input.id}-chosen`);
    const before = input.files[0];
    if (!note) return;
    note.textContent = before ? `${before.name} · ${size(before.size)}` : "";
    if (!before) return;
    // A file that cannot be decoded is sent as it is: the server says what is wrong with it.
    const after = await shrunk(before).catch(() => before);
    if (input.files[0] !== before) return;
    if (after !== before) {
      const basket = new DataTransfer();
      basket.items.add(after);
      input.files = basket.files;
      note.textContent = `${after.name} · ${size(before.size)} → ${size(after.size)}`;
    }
    const tooLarge = after.size > Number(input.dataset.maxBytes || Infinity);
    note.classList.toggle("error", tooLarge);
    if (tooLarge) note.textContent += ` · ${input.dataset.tooLarge}`;
  }

  document.addEventListener("change", (event) => {
    if (event.target.type === "file") chosen(event.target);
  });

  document.addEventListener("submit", (event) => {
    if (event.defaultPrevented || event.target.method !== "post") return;
    const button = event.submitter;
    if (!button) return;
    // After this turn, so that the button's own name and value still go along.
    setTimeout(() => {
      button.disabled = true;
      button.dataset.label = button.textContent;
      button.textContent = button.dataset.busy || button.textContent;
    });
  });

  // A page taken back from the browser's memory must be usable again.
  window.addEventListener("pageshow", () => {
    for (const button of document.querySelectorAll("button[data-label]")) {
      button.disabled = false;
      button.textContent = button.dataset.label;
      delete button.dataset.label;
    }
  });
})();
