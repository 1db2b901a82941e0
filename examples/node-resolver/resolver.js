// A resolver as a team might run one: it routes by the registry that `routeproof generate` wrote for it.
//
//   routeproof generate --lang json --out registry.json
//   routeproof conform --command "node resolver.js registry.json"
//
// It reads one question a line, as JSON, and writes one answer a line. It has one mistake: try to see it.
"use strict";

const fs = require("node:fs");
const readline = require("node:readline");

// White space as Go trims it. `String.prototype.trim` keeps U+0085 and drops U+FEFF.
const SPACE = "\\t\\n\\v\\f\\r \\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000";
const OUTER_SPACE = new RegExp(`^[${SPACE}]+|[${SPACE}]+$`, "gu");

const trim = (model) => model.replace(OUTER_SPACE, "");

// The patterns are RE2. Of what JavaScript writes differently, the registry only uses a leading `(?i)`; with
// the flag `u` both fold the same letters.
function compiled(pattern) {
  const folded = pattern.startsWith("(?i)");
  return new RegExp(folded ? pattern.slice(4) : pattern, folded ? "iu" : "u");
}

function load(path) {
  const registry = JSON.parse(fs.readFileSync(path, "utf8"));
  const providers = new Map(registry.providers.map((each) => [each.name, each]));
  const runtimes = new Map();
  for (const [name, runtime] of Object.entries(registry.runtimes)) {
    const arms = runtime.arms.map((arm) => {
      const provider = providers.get(arm.provider);
      const { name, payer, auth_env: authEnv } = provider;
      return { name, payer, authEnv, models: new Set(arm.models), finds: compiled(provider.model_prefix_match) };
    });
    runtimes.set(name, { menu: new Set(runtime.menu), arms });
  }
  return { runtimes, upstreams: new Map(Object.entries(registry.upstreams)) };
}

// Several arms claim the id: a credential that is present decides.
function breakTie(arms, present) {
  const keyed = arms.filter((arm) => arm.authEnv.some((name) => present.has(name)));
  return keyed.at(-1);
}

function derive(registry, runtime, model, authEnv, decide) {
  const id = trim(model);
  if (!id) return { error: "model_required" };
  if (!registry.runtimes.has(runtime)) return { error: "unknown_runtime" };
  const { arms } = registry.runtimes.get(runtime);
  const exact = arms.filter((arm) => arm.models.has(id));
  const hits = exact.length ? exact : arms.filter((arm) => arm.finds.test(id));
  if (!hits.length) return { error: "unregistered" };
  if (hits.length === 1) return { arm: hits[0] };
  const chosen = decide(hits, new Set(authEnv)) ?? exact[0];
  return chosen ? { arm: chosen } : { error: "ambiguous" };
}

function upstream(registry, model) {
  for (const mark of ["/", ":"]) {
    const [vendor, ...rest] = model.split(mark);
    if (rest.length && registry.upstreams.has(vendor)) return { provider: registry.upstreams.get(vendor) };
  }
  return { provider: null, error: model ? "not_namespaced" : "model_required" };
}

function allowed(registry, runtime, model, decide) {
  const known = registry.runtimes.get(runtime);
  if (!model || !known || known.menu.has(model)) return true;
  return Boolean(derive(registry, runtime, model, [], decide).arm);
}

const MODES = ["platform_managed", "byok", "disabled"];

function billing(registry, question, decide) {
  if (MODES.includes(question.override)) return { mode: question.override, source: "workspace_override" };
  const { arm } = derive(registry, question.runtime, question.model, question.auth_env, decide);
  if (arm) return { mode: arm.payer === "platform" ? "platform_managed" : "byok", source: "derived_provider" };
  return { mode: question.proxy_configured ? "platform_managed" : "byok", source: "derived_default" };
}

function answer(registry, question, decide) {
  const { op, runtime, model } = question;
  if (op === "upstream") return upstream(registry, model);
  if (op === "register") return { allowed: allowed(registry, runtime, model, decide) };
  if (op === "billing") return billing(registry, question, decide);
  const { arm, error } = derive(registry, runtime, model, question.auth_env, decide);
  return arm ? { provider: arm.name } : { provider: null, error };
}

function serve(decide) {
  const registry = load(process.argv[2]);
  readline.createInterface({ input: process.stdin }).on("line", (line) => {
    const question = JSON.parse(line);
    process.stdout.write(`${JSON.stringify({ id: question.id, ...answer(registry, question, decide) })}\n`);
  });
}

module.exports = { serve };

if (require.main === module) serve(breakTie);
