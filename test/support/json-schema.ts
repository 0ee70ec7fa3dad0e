/** A JSON Schema as the documents of the project have it. */
type Schema = Readonly<Record<string, unknown>>

/** Words that say nothing of a value. */
const SILENT: ReadonlySet<string> = new Set(['$schema', 'title', 'description', 'propertyNames'])

/** What is wrong with a value by a schema; throws if the schema uses a word that is not understood here. */
export function schemaFaults(schema: Schema, value: unknown, at = '$'): readonly string[] {
  return Object.entries(schema).flatMap(([word, asked]) => {
    if (SILENT.has(word)) return []
    const rule = RULES[word]
    if (rule === undefined) throw new Error(`${at}: ${word} is not understood`)
    return rule(asked as never, value, at)
  })
}

const TYPES: Readonly<Record<string, (value: unknown) => boolean>> = {
  object: isObject,
  array: (value) => Array.isArray(value),
  string: (value) => typeof value === 'string',
  number: (value) => typeof value === 'number',
  integer: (value) => Number.isInteger(value),
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
}

function isObject(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

type Rule = (asked: never, value: unknown, at: string) => readonly string[]

const RULES: Readonly<Record<string, Rule>> = {
  type: (asked: string, value, at) => (TYPES[asked]?.(value) === true ? [] : [`${at} is no ${asked}`]),
  const: (asked: unknown, value, at) => (asked === value ? [] : [`${at} is not ${String(asked)}`]),
  enum: (asked: readonly unknown[], value, at) => (asked.includes(value) ? [] : [`${at} is ${String(value)}`]),
  minimum: (asked: number, value, at) => (Number(value) >= asked ? [] : [`${at} is below ${asked}`]),
  maximum: (asked: number, value, at) => (Number(value) <= asked ? [] : [`${at} is above ${asked}`]),
  maxItems: (asked: number, value, at) =>
    Array.isArray(value) && value.length > asked ? [`${at} has more than ${asked} items`] : [],
  required: (asked: readonly string[], value, at) =>
    asked.filter((key) => !isObject(value) || !Object.hasOwn(value, key)).map((key) => `${at}.${key} is missing`),
  properties: (asked: Readonly<Record<string, Schema>>, value, at) =>
    Object.entries(asked).flatMap(([key, schema]) =>
      isObject(value) && Object.hasOwn(value, key) ? schemaFaults(schema, value[key], `${at}.${key}`) : [],
    ),
  additionalProperties: (asked: Schema, value, at) =>
    isObject(value) ? Object.entries(value).flatMap(([key, each]) => schemaFaults(asked, each, `${at}.${key}`)) : [],
  items: (asked: Schema, value, at) =>
    Array.isArray(value) ? value.flatMap((each, index) => schemaFaults(asked, each, `${at}[${index}]`)) : [],
  anyOf: (asked: readonly Schema[], value, at) =>
    asked.some((schema) => schemaFaults(schema, value).length === 0) ? [] : [`${at} fits nothing`],
}
