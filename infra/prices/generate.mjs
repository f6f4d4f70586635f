#!/usr/bin/env node
// Writes the price catalogue that Tollgate ships: a pinned release of @pydantic/genai-prices, trimmed
// to the providers and units that we read, with each model's match clauses turned into plain names.
//
//   node infra/prices/generate.mjs            writes shared/core/src/main/resources/prices/catalogue.json
//   node infra/prices/generate.mjs FILE       writes FILE (how the test compares)
//
// To take a newer release: change VERSION and INTEGRITY below, run this, read the diff, run the tests.

import { execFileSync } from "node:child_process";
import { createHash } from "node:crypto";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const PACKAGE = "@pydantic/genai-prices";
const VERSION = "0.1.8";
const INTEGRITY =
  "sha512-h7CYw6qTyflG2zUndO8tXyL8Xopf+tX9JZu13h0ZFgeyYj+J2gm1edR4+R+mbQ2vPdkFjtTmmmu1cYQPM5/KTA==";

const PROVIDERS = [
  "openai", "azure", "anthropic", "google", "aws", "mistral", "deepseek", "groq", "x-ai", "cohere",
  "cerebras", "perplexity", "moonshotai", "zai", "together", "fireworks", "novita", "baseten",
  "openrouter",
];

/** Price key of the package → our rate's name, and how many of its units one of ours is. */
const RATES = {
  input_mtok: ["input", 1],
  output_mtok: ["output", 1],
  cache_read_mtok: ["cache_read", 1],
  cache_write_mtok: ["cache_write", 1],
  cache_write_1h_mtok: ["cache_write_1h", 1],
  input_audio_mtok: ["input_audio", 1],
  cache_audio_read_mtok: ["cache_audio_read", 1],
  input_image_mtok: ["input_image", 1],
  output_audio_mtok: ["output_audio", 1],
  output_image_mtok: ["output_image", 1],
  web_searches_kcount: ["web_search", 1000],
  storage_searches_kcount: ["file_search", 1000],
  requests_kcount: ["request", 1000],
};

/**
 * Rows to leave out. OpenAI's API does not serve its open weights; with a row there `openai/gpt-oss-120b`, which is
 * what Groq and others call them, would be sent to OpenAI.
 */
const LEFT_OUT = [["openai", /^gpt-oss-/]];

function isLeftOut(provider, model) {
  return LEFT_OUT.some(([id, models]) => id === provider.id && models.test(model.id));
}

function providersOf() {
  const folder = mkdtempSync(join(tmpdir(), "tollgate-prices-"));
  try {
    execFileSync("npm", ["pack", `${PACKAGE}@${VERSION}`, "--silent"], { cwd: folder });
    const archive = join(folder, `pydantic-genai-prices-${VERSION}.tgz`);
    const found = "sha512-" + createHash("sha512").update(readFileSync(archive)).digest("base64");
    if (found !== INTEGRITY) {
      throw new Error(`${PACKAGE}@${VERSION} is ${found}, but ${INTEGRITY} is pinned`);
    }
    execFileSync("tar", ["xzf", archive], { cwd: folder });
    const { findProvider } = createRequire(import.meta.url)(join(folder, "package/dist/index.cjs"));
    return PROVIDERS.map((id) => findProvider({ providerId: id }));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** All leaves of a match clause. */
function leaves(clause) {
  return (clause.or ?? clause.and)?.flatMap(leaves) ?? [clause];
}

/** What the package itself does, the first match wins. */
function matches(clause, name) {
  if (clause.or) return clause.or.some((one) => matches(one, name));
  if (clause.and) return clause.and.every((one) => matches(one, name));
  if (clause.equals !== undefined) return name === clause.equals.toLowerCase();
  if (clause.starts_with !== undefined) return name.startsWith(clause.starts_with.toLowerCase());
  if (clause.ends_with !== undefined) return name.endsWith(clause.ends_with.toLowerCase());
  if (clause.contains !== undefined) return name.includes(clause.contains.toLowerCase());
  return new RegExp(clause.regex).test(name);
}

/** A prefix clause without the beginning of a date or a separator at its end: `ft:gpt-4o-2024-` → `ft:gpt-4o`. */
function base(clause) {
  const text = clause.starts_with ?? clause.contains ?? clause.ends_with;
  return text?.toLowerCase().replace(/[-@]20\d\d-?$/, "").replace(/[-@:]+$/, "");
}

/** The package's floats, without what binary fractions add at the 16th digit. */
function decimal(value, per) {
  return Number((value / per).toPrecision(12));
}

function rate(value, per) {
  return typeof value === "number"
    ? decimal(value, per)
    : {
        base: decimal(value.base, per),
        tiers: [...value.tiers]
          .sort((a, b) => a.start - b.start)
          .map(({ start, price }) => [start, decimal(price, per)]),
      };
}

function rates(prices) {
  return Object.fromEntries(
    Object.entries(RATES)
      .filter(([key]) => prices[key] !== undefined)
      .map(([key, [name, per]]) => [name, rate(prices[key], per)]),
  );
}

function price({ constraint, prices }) {
  if (constraint === undefined) return { rates: rates(prices) };
  return constraint.type === "start_date"
    ? { from: constraint.start_date, rates: rates(prices) }
    : { daily: [constraint.start_time, constraint.end_time], rates: rates(prices) };
}

function row(model, owner) {
  const all = leaves(model.match);
  const mine = (name) => owner(name) === model;
  const equals = all.filter((one) => one.equals !== undefined).map((one) => one.equals.toLowerCase());
  const listed = [...new Set([model.id.toLowerCase(), ...equals])].filter(mine);
  const bases = [...new Set(all.map(base).filter((one) => one !== undefined))].filter(
    (one) => mine(one) || owner(one) === undefined,
  );
  const priced = Array.isArray(model.prices) ? model.prices : [{ prices: model.prices }];
  const unread = [...new Set(priced.flatMap((one) => Object.keys(one.prices)))].filter((key) => !RATES[key]);
  return {
    id: mine(model.id.toLowerCase()) ? model.id : (equals.find(mine) ?? model.id),
    ...(listed.length > 0 && { names: listed }),
    ...(bases.length > 0 && { bases }),
    ...(model.context_window && { context: model.context_window }),
    ...(unread.length > 0 && { unread }),
    prices: priced.map(price),
  };
}

function provider(one) {
  const owner = (name) => one.models.find((model) => matches(model.match, name));
  const fallback = (one.fallback_model_providers ?? []).filter((id) => PROVIDERS.includes(id));
  return {
    id: one.id,
    name: one.name,
    pages: one.pricing_urls ?? [],
    ...(fallback.length > 0 && { fallback }),
    models: one.models.filter((model) => !isLeftOut(one, model)).map((model) => row(model, owner)),
  };
}

/** One line a model, so that a bump reads as a diff of prices. */
function written(providers) {
  const head = JSON.stringify({
    source: PACKAGE, version: VERSION, integrity: INTEGRITY,
    generatedAt: new Date().toISOString().slice(0, 10),
  }).slice(1, -1);
  const body = providers.map(({ models, ...rest }) => {
    const lines = models.map((model) => JSON.stringify(model)).join(",\n");
    return `${JSON.stringify(rest).slice(0, -1)},"models":[\n${lines}\n]}`;
  });
  return `{${head},\n"providers":[\n${body.join(",\n")}\n]}\n`;
}

const shipped = join(dirname(fileURLToPath(import.meta.url)), "../../shared/core/src/main/resources/prices/catalogue.json");
writeFileSync(process.argv[2] ?? shipped, written(providersOf().map(provider)));
