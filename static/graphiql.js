"use strict";

const at = (id) => document.getElementById(id);

async function post(query, variables) {
  const headers = { "Content-Type": "application/json", Accept: "application/graphql-response+json" };
  const token = at("token").value.trim();
  if (token) headers.Authorization = `Bearer ${token}`;
  const response = await fetch("/graphql", {
    method: "POST",
    headers,
    credentials: "omit",
    body: JSON.stringify({ query, variables }),
  });
  return { status: response.status, body: await response.json() };
}

async function run() {
  at("status").textContent = "…";
  try {
    const variables = JSON.parse(at("variables").value || "{}");
    const started = performance.now();
    const { status, body } = await post(at("query").value, variables);
    at("status").textContent = `${status} · ${Math.round(performance.now() - started)} ms`;
    at("answer").textContent = JSON.stringify(body, null, 2);
  } catch (error) {
    at("status").textContent = "";
    at("answer").textContent = String(error);
  }
}

const CONTRACT = `{ __schema { types { name kind description
  fields { name description type { ...T } args { name type { ...T } } }
  inputFields { name description type { ...T } }
  enumValues { name description } possibleTypes { name } } } }
fragment T on __Type { kind name ofType { kind name ofType { kind name ofType { kind name } } } }`;

function written(type) {
  if (type.kind === "NON_NULL") return `${written(type.ofType)}!`;
  return type.kind === "LIST" ? `[${written(type.ofType)}]` : type.name;
}

function element(name, text, ...children) {
  const made = document.createElement(name);
  made.textContent = text;
  made.append(...children);
  return made;
}

function member(part) {
  const args = (part.args || []).map((arg) => `${arg.name}: ${written(arg.type)}`).join(", ");
  const type = part.type ? `: ${written(part.type)}` : "";
  return [element("dt", part.name + (args && `(${args})`) + type), element("dd", part.description || "")];
}

function described(type) {
  const members = [...(type.fields || []), ...(type.inputFields || []), ...(type.enumValues || [])].flatMap(member);
  const either = type.kind === "UNION" ? [element("p", type.possibleTypes.map((one) => one.name).join(" | "))] : [];
  const list = element("dl", "", ...members);
  return element("details", "", element("summary", type.name), element("p", type.description || ""), ...either, list);
}

async function showContract() {
  const { body } = await post(CONTRACT);
  const late = (type) => ["Query", "Mutation"].includes(type.name) ? 0 : 1;
  const types = body.data.__schema.types.filter((type) => !type.name.startsWith("__"));
  types.sort((a, b) => late(a) - late(b) || a.name.localeCompare(b.name));
  at("contract").replaceChildren(...types.map(described));
}

at("ask").addEventListener("submit", (event) => { event.preventDefault(); run(); });
document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) { event.preventDefault(); run(); }
});
showContract();
