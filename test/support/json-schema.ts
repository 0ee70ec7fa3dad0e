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
    return rule(asked, value, at)
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

type Rule = (asked: unknown, value: unknown, at: string) => readonly string[]

/** What is asked of an object's members, and of an array's. */
function membersOf(value: unknown): readonly (readonly [string, unknown])[] {
  return isObject(value) ? Object.entries(value) : []
}

function itemsOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}

function faultsIn(schema: unknown, value: unknown, at: string): readonly string[] {
  return isObject(schema) ? schemaFaults(schema, value, at) : []
}

const RULES: Readonly<Record<string, Rule>> = {
  type: (asked, value, at) => (TYPES[String(asked)]?.(value) === true ? [] : [`${at} is no ${String(asked)}`]),
  const: (asked, value, at) => (asked === value ? [] : [`${at} is not ${String(asked)}`]),
  enum: (asked, value, at) => (itemsOf(asked).includes(value) ? [] : [`${at} is ${String(value)}`]),
  minimum: (asked, value, at) => (Number(value) >= Number(asked) ? [] : [`${at} is below ${Number(asked)}`]),
  maximum: (asked, value, at) => (Number(value) <= Number(asked) ? [] : [`${at} is above ${Number(asked)}`]),
  maxItems: (asked, value, at) => (itemsOf(value).length > Number(asked) ? [`${at} has too many items`] : []),
  required: (asked, value, at) =>
    itemsOf(asked)
      .filter((key) => !isObject(value) || !Object.hasOwn(value, String(key)))
      .map((key) => `${at}.${String(key)} is missing`),
  properties: (asked, value, at) =>
    membersOf(asked).flatMap(([key, schema]) =>
      isObject(value) && Object.hasOwn(value, key) ? faultsIn(schema, value[key], `${at}.${key}`) : [],
    ),
  additionalProperties: (asked, value, at) =>
    membersOf(value).flatMap(([key, each]) => faultsIn(asked, each, `${at}.${key}`)),
  items: (asked, value, at) => itemsOf(value).flatMap((each, index) => faultsIn(asked, each, `${at}[${index}]`)),
  anyOf: (asked, value, at) =>
    itemsOf(asked).some((schema) => faultsIn(schema, value, at).length === 0) ? [] : [`${at} fits nothing`],
}
